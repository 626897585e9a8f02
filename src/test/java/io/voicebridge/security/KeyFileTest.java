package io.voicebridge.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    @TempDir
    Path folder;

    @Test
    void makesAFileThatOnlyItsOwnerReadsAndFindsItAgain() throws IOException {
        KeyFile file = new KeyFile(folder.resolve("new/secret.key"));

        KeyRing made = file.readOrMake();

        assertThat(made.ids()).hasSize(1);
        assertThat(file.readOrMake().ids()).isEqualTo(made.ids());
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void aNewKeyComesFirstAndTheOldOnesStay() throws IOException {
        KeyFile file = new KeyFile(folder.resolve("secret.key"));
        String old = file.readOrMake().newest();

        KeyRing rotated = file.rotate();

        assertThat(rotated.ids()).hasSize(2).endsWith(old);
        assertThat(permissions(file)).isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFileThatHoldsNoKeysStopsTheStartAndIsNotShown() throws IOException {
        KeyFile file = new KeyFile(Files.writeString(folder.resolve("secret.key"), "hunter2"));

        assertThatThrownBy(file::readOrMake)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("secret.key does not hold keys")
                .hasMessageNotContaining("hunter2");
        Files.writeString(file.path(), "\n");
        assertThatThrownBy(file::readOrMake).isInstanceOf(IOException.class);
    }

    private static String permissions(KeyFile file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path()));
    }
}
