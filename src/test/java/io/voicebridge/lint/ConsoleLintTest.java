package io.voicebridge.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The law for the console's modules: clients of the documented API, small, and without anything inline. */
class ConsoleLintTest {

    private static final Path CONSOLE = Path.of("src/main/resources/console");
    private static final Path CLIENT = CONSOLE.resolve("js/api.js");
    private static final int LINES = 250;

    private static final Pattern ASKED = Pattern.compile(
            "api\\s*\\.\\s*(?:get|post|delete|read|change|text|bytes|all|download)\\(\\s*(?:'(?:PATCH|PUT)',\\s*)?([`'])(.*?)\\1");

    @Test
    void everyPathThatIsAskedForIsInTheDocument() throws IOException {
        Set<Pattern> known = Pattern.compile("(?m)^  (/[^:]+):$")
                .matcher(Files.readString(Path.of("config/openapi/api.yaml")))
                .results()
                .map(found -> Pattern.compile(found.group(1).replaceAll("\\{[^}]+}", "[^/]+")))
                .collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>();
        int asked = 0;
        for (Path module : modules()) {
            for (MatchResult found :
                    ASKED.matcher(Files.readString(module)).results().toList()) {
                String path = found.group(2).replaceAll("\\$\\{[^}]*}", "x");
                asked++;
                if (known.stream().noneMatch(each -> each.matcher(path).matches())) {
                    unknown.add(module.getFileName() + ": " + path);
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(asked).isPositive();
    }

    @Test
    void onlyTheClientOfTheApiAsksTheServer() throws IOException {
        for (Path module : modules()) {
            if (!module.equals(CLIENT)) {
                assertThat(Files.readString(module))
                        .as("%s", module)
                        .doesNotContain("fetch(")
                        .doesNotContain("XMLHttpRequest")
                        .doesNotContain("new WebSocket");
            }
        }
    }

    @Test
    void nothingIsInlineAndNoTextBecomesMarkup() throws IOException {
        for (Path module : modules()) {
            assertThat(Files.readString(module))
                    .as("%s", module)
                    .doesNotContain("innerHTML")
                    .doesNotContain("unsafeHTML")
                    .doesNotContain(" style=");
        }
    }

    /** Such a field would hide the accessor that Lit has made, and a change would be drawn by chance only. */
    @Test
    void noReactivePropertyIsAField() throws IOException {
        Pattern declared = Pattern.compile("static properties = \\{(.*)};");
        Pattern name = Pattern.compile("(\\w+): \\{");
        for (Path module : modules()) {
            String text = Files.readString(module);
            Set<String> names = declared.matcher(text)
                    .results()
                    .flatMap(found -> name.matcher(found.group(1)).results())
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet());
            for (String each : names) {
                assertThat(Pattern.compile("(?m)^  " + each + " = ")
                                .matcher(text)
                                .find())
                        .as("%s: %s", module, each)
                        .isFalse();
            }
        }
    }

    @Test
    void everyFileIsSmall() throws IOException {
        try (Stream<Path> files = Files.walk(CONSOLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readAllLines(file)).as("%s", file).hasSizeLessThanOrEqualTo(LINES);
            }
        }
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> files = Files.walk(CONSOLE.resolve("js"))) {
            return files.filter(file -> file.toString().endsWith(".js")).toList();
        }
    }
}
