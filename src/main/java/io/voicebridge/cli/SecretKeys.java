package io.voicebridge.cli;

import io.voicebridge.directory.Resealing;
import io.voicebridge.directory.SecretStore;
import io.voicebridge.security.KeyFile;
import io.voicebridge.security.KeyRing;
import io.voicebridge.security.LinkSignature;
import io.voicebridge.security.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The keys that secrets in the database are encrypted with: those of the setting {@code bridge.secrets.keys}, and behind
 * them those of the file in the data directory, which is made if the setting is empty.
 *
 * @param configured the value of the setting
 */
record SecretKeys(String configured, KeyFile file) {

    /** Every column that holds what {@link SecretStore} has sealed. */
    static final List<Resealing.Column> SEALED = List.of(
            new Resealing.Column("tenant", "webhook_secret", "webhook:"),
            new Resealing.Column("tenant", "webhook_previous", "webhook:"),
            new Resealing.Column("phone_number", "trunk_password", "trunk:"),
            new Resealing.Column("tenant_secret", "sealed", "tenant-secret:"),
            new Resealing.Column("idempotency_key", "reply", "reply:"),
            new Resealing.Column("webhook", "secret", "webhook-out:"),
            new Resealing.Column("webhook", "previous_secret", "webhook-out:"));

    static SecretKeys of(String configured, Path dataDir) {
        return new SecretKeys(configured, new KeyFile(dataDir.resolve("secret.key")));
    }

    boolean areInFile() {
        return configured.isBlank();
    }

    KeyRing read() throws IOException {
        try {
            return areInFile() ? file.readOrMake() : KeyRing.parse(configured).before(file.read());
        } catch (IllegalArgumentException e) {
            throw new IOException("bridge.secrets.keys: " + e.getMessage(), e);
        }
    }

    SecretStore store() throws IOException {
        SecretBox box = new SecretBox(read(), this::reread);
        return new SecretStore() {
            @Override
            public String seal(String secret, String owner) {
                return box.seal(secret, owner);
            }

            @Override
            public String open(String sealed, String owner) {
                return box.open(sealed, owner);
            }

            @Override
            public Optional<String> renew(String sealed, String owner) {
                return box.renew(sealed, owner);
            }
        };
    }

    /** Links are signed with keys that are derived from the same ones, so that they are replaced with them. */
    LinkSignature links() throws IOException {
        return new LinkSignature(read(), this::reread);
    }

    private KeyRing reread() {
        try {
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
