package io.voicebridge.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretBoxTest {

    private static final String OLD = KeyRing.newKey();
    private static final String NEW = KeyRing.newKey();

    private final SecretBox before = new SecretBox(KeyRing.parse(OLD));
    private final SecretBox after = new SecretBox(KeyRing.parse(NEW + ',' + OLD));

    @Test
    void doesNotOpenTheSecretOfAnotherRow() {
        String sealed = before.seal("hunter2", "trunk:pn_1");

        assertThat(sealed).doesNotContain("hunter2");
        assertThat(before.open(sealed, "trunk:pn_1")).isEqualTo("hunter2");
        assertThatThrownBy(() -> before.open(sealed, "trunk:pn_2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void theNewestKeyEncryptsAndAllDecrypt() {
        String old = before.seal("hunter2", "o");

        assertThat(after.open(old, "o")).isEqualTo("hunter2");
        assertThatThrownBy(() -> before.open(after.seal("hunter3", "o"), "o"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasEncryptedAnewNeedsTheOldKeyNoMore() {
        String renewed = after.renew(before.seal("hunter2", "o"), "o").orElseThrow();

        assertThat(new SecretBox(KeyRing.parse(NEW)).open(renewed, "o")).isEqualTo("hunter2");
        assertThat(after.renew(renewed, "o")).isEmpty();
    }

    @Test
    void opensWhatWasSealedBeforeKeysHadNames() {
        // AES-256-GCM with 32 zero bytes as key, nonce 000102…0b, additional data "o", text "hunter2"
        String sealed = "1.AAECAwQFBgcICQoL4L5dJmWPvYf+biB+kD8bE92O4BL5iV8";
        SecretBox box =
                new SecretBox(KeyRing.parse(NEW).before(KeyRing.parse("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")));

        assertThat(box.open(sealed, "o")).isEqualTo("hunter2");
        assertThat(box.renew(sealed, "o")).isPresent();
    }

    @Test
    void looksForAKeyThatWasAddedWhileItRuns() {
        List<KeyRing> read = new ArrayList<>();
        SecretBox running = new SecretBox(KeyRing.parse(OLD), () -> {
            read.add(KeyRing.parse(NEW + '\n' + OLD));
            return read.get(0);
        });
        String sealed = after.seal("hunter2", "o");

        assertThat(running.open(before.seal("hunter1", "o"), "o")).isEqualTo("hunter1");
        assertThat(read).isEmpty();
        assertThat(running.open(sealed, "o")).isEqualTo("hunter2");
        assertThat(after.renew(running.seal("hunter3", "o"), "o"))
                .as("the new key encrypts from then on")
                .isEmpty();
    }

    @Test
    void aTextThatNobodySealedIsRefusedWithoutBeingShown() {
        for (String text : List.of("", "2.", "2.abc", "2.zzzzzzzz.AAAA", "1.", "1.!!", "hunter2")) {
            assertThatThrownBy(() -> before.open(text, "o"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("hunter2");
        }
    }
}
