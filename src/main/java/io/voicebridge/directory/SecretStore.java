package io.voicebridge.directory;

/** Encrypts the secrets that rows keep. Thread-safe. */
public interface SecretStore {

    /** @param owner what the secret belongs to; the same text opens it */
    String seal(String secret, String owner);

    String open(String sealed, String owner);
}
