package io.voicebridge.directory;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;

/**
 * A key, without its secret.
 *
 * @param expiresAt null if it does not expire
 * @param previousUntil until when the secret before the last rotation opens; null if it does not
 */
public record ApiKey(
        String id, String label, List<String> scopes, Instant expiresAt, Instant createdAt, Instant previousUntil) {

    /**
     * A key that was just made or rotated.
     *
     * @param secret the whole key as a client sends it; shown this once
     */
    public record Issued(@JsonUnwrapped ApiKey key, String secret) {}

    /** What is needed to check a secret. */
    public record Stored(
            String tenantId,
            String id,
            List<String> scopes,
            String secretHash,
            String previousHash,
            Instant previousUntil,
            Instant expiresAt) {}
}
