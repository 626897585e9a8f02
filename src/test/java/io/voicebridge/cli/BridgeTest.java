package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    @BeforeEach
    void haveAWrongSetting(@TempDir Path home) throws Exception {
        Files.writeString(
                Files.createDirectory(home.resolve("config")).resolve("application.properties"),
                "bridge.log.format = xml");
        System.setProperty("bridge.home", home.toString());
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(before);
        System.clearProperty("bridge.home");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "serve --demo"})
    void aServerThatCannotStartSaysWhyInOneSentence(String line) {
        assertThat(Bridge.execute(line.split(" "))).isEqualTo(1);

        assertThat(said.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("bridge: bridge.log.format is text or json, not xml");
    }
}
