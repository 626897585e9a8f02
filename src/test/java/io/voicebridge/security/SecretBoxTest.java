package io.voicebridge.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {

    @TempDir
    Path folder;

    @Test
    void opensWhatItSealedAfterARestart() throws IOException {
        Path file = folder.resolve("new/secret.key");
        String sealed = SecretBox.withKeyFile(file).seal("hunter2", "trunk:pn_1");

        assertThat(sealed).doesNotContain("hunter2");
        assertThat(SecretBox.withKeyFile(file).open(sealed, "trunk:pn_1")).isEqualTo("hunter2");
    }

    @Test
    void makesAKeyFileThatOnlyItsOwnerReads() throws IOException {
        Path file = folder.resolve("secret.key");
        SecretBox.withKeyFile(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void doesNotOpenTheSecretOfAnotherRow() {
        SecretBox box = new SecretBox(new byte[32]);
        String sealed = box.seal("hunter2", "trunk:pn_1");

        assertThatThrownBy(() -> box.open(sealed, "trunk:pn_2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }
}
