package io.voicebridge.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The law for config/application.properties: a knob has one name, and its default stands there. */
class PropertiesLintTest {

    /** What the launcher sets, and what belongs to parts that are not there yet. */
    private static final Set<String> NO_KNOBS =
            Set.of("bridge.home", "bridge.log", "bridge.log.file", "bridge.sips.port");

    private static final Pattern NAME = Pattern.compile("(?<=[{]{2}|\")bridge(\\.[a-z]+(-[a-z]+)*)+(?=[}]{2}|:|\")");

    @Test
    void everyPropertyThatIsReadIsDocumentedWithItsDefault() throws IOException {
        Properties documented = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("config/application.properties"))) {
            documented.load(reader);
        }
        Set<String> undocumented = new TreeSet<>();
        for (Path folder : List.of(Path.of("src/main/java"), Path.of("routes"), Path.of("kamelets"))) {
            for (Path file : filesOf(folder)) {
                NAME.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .forEach(undocumented::add);
            }
        }
        assertThat(undocumented).contains("bridge.data.dir", "bridge.numbers.region");
        undocumented.removeAll(NO_KNOBS);
        undocumented.removeIf(name -> documented.containsKey(name)
                || documented.stringPropertyNames().stream().anyMatch(known -> known.startsWith(name + ".")));
        assertThat(undocumented).isEmpty();
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
