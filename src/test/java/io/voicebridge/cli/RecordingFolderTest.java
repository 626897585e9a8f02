package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two bridges that share a folder, and have one each in it. */
class RecordingFolderTest {

    @TempDir
    Path shared;

    private RecordingFolder bridge(String name) throws IOException {
        Path own = Files.createDirectories(shared.resolve(name));
        return RecordingFolder.of(own.toString(), shared.toString(), "");
    }

    @Test
    void whatOneHasWrittenTheOtherOpensAndDeletes() throws Exception {
        Path file = Files.writeString(bridge("first").own().resolve("cv_1.wav"), "RIFF");
        String name = bridge("first").name(file);

        assertThat(name).isEqualTo("first/cv_1.wav");
        assertThat(bridge("second").open(name).orElseThrow().size()).isEqualTo(4);
        bridge("second").delete(name);
        assertThat(file).doesNotExist();
    }

    @Test
    void whatWasRecordedBeforeTheFolderWasSharedIsStillThere() throws Exception {
        Files.writeString(bridge("first").own().resolve("cv_1.wav"), "RIFF");

        assertThat(bridge("first").open("cv_1.wav")).isPresent();
        assertThat(bridge("second").open("cv_1.wav")).isEmpty();
        bridge("first").delete("cv_1.wav");
        assertThat(bridge("first").open("cv_1.wav")).isEmpty();
    }

    @Test
    void noNameLeadsOutOfTheFolder() throws Exception {
        Path secret = Files.writeString(Files.createTempFile("secret", ".wav"), "RIFF");
        try {
            String name = shared.relativize(secret).toString();

            assertThat(bridge("first").open(name)).isEmpty();
            bridge("first").delete(name);
            assertThat(secret).exists();
        } finally {
            Files.delete(secret);
        }
    }

    /** A bridge that starts mends what it takes for its own unfinished recordings. */
    @Test
    void refusesToWriteWhereTheOthersMayWriteToo() {
        assertThatThrownBy(() -> RecordingFolder.of(shared.toString(), shared.toString(), ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("this bridge's alone");
    }

    @Test
    void refusesAFolderOfItsOwnThatTheOthersDoNotSee() {
        assertThatThrownBy(() -> RecordingFolder.of("data/recordings", shared.toString(), ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bridge.recordings.dir")
                .hasMessageContaining("bridge.recordings.shared");
    }
}
