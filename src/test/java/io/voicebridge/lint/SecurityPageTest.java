package io.voicebridge.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A guard that docs/security.md promises has a test, and the test is there. */
class SecurityPageTest {

    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))`");

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        Set<String> named = TEST.matcher(Files.readString(Path.of("docs/security.md")))
                .results()
                .map((MatchResult found) -> found.group(1) + ".java")
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            Set<String> there = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            assertThat(named).hasSizeGreaterThan(20);
            assertThat(there).containsAll(named);
        }
    }
}
