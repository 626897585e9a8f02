package io.voicebridge.directory;

import java.util.Optional;

/** Encrypts the secrets that rows keep. Thread-safe. */
public interface SecretStore {

    /** @param owner what the secret belongs to; the same text opens it */
    String seal(String secret, String owner);

    String open(String sealed, String owner);

    /**
     * The same secret sealed by the newest key; empty if it is already.
     *
     * @throws IllegalArgumentException if it does not open
     */
    Optional<String> renew(String sealed, String owner);
}
