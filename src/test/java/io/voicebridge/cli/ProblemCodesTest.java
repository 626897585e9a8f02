package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Clients branch on the code of a problem document, so the page has all of them, and none that is never sent. */
class ProblemCodesTest {

    private static final Pattern SENT = Pattern.compile("Problem\\(\\s*[\\w.]+,\\s*\"([a-z0-9_]+)\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\| [0-9, ]+ \\| [^|]+ \\|$");
    private static final Pattern IN_BRACKETS = Pattern.compile("[(]([a-z]+_[a-z_]+)(?=[),])");

    private final String sources = text(Path.of("src/main/java"), ".java");

    @Test
    void thePageHasEveryCodeThatIsSent() {
        assertThat(listed()).containsAll(found(SENT, sources));
    }

    @Test
    void everyCodeOfThePageAndOfTheDocumentsIsSent() {
        Set<String> named = listed();
        named.addAll(found(IN_BRACKETS, text(Path.of("config/openapi"), "api.yaml")));
        named.addAll(found(IN_BRACKETS, text(Path.of("config/openapi"), "hooks.yaml")));

        assertThat(named)
                .filteredOn(code -> !sources.contains('"' + code + '"'))
                .isEmpty();
    }

    private static Set<String> listed() {
        return found(ROW, text(Path.of("docs"), "problems.md"));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(each -> each.toString().endsWith(ending))
                    .sorted()
                    .toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
