package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide to troubles says that a diagnosis says, one does say. */
class TroubleshootingPageTest {

    private static final Pattern QUOTED = Pattern.compile("(?m)^\\| \"([^\"]+)\" \\|");

    @Test
    void everyQuotedDiagnosisIsOneOfTheBridges() throws IOException {
        String texts;
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/voicebridge/conversation/diagnosis"))) {
            texts = sources.sorted()
                    .map(TroubleshootingPageTest::read)
                    .collect(Collectors.joining("\n"))
                    // A sentence that is broken over two lines
                    .replaceAll("\"\\s*\\+\\s*\"", "");
        }
        List<String> quoted = QUOTED.matcher(Files.readString(Path.of("docs/guides/troubleshooting.md")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(quoted).hasSizeGreaterThan(20).allSatisfy(text -> assertThat(texts)
                .contains(text));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
