package io.voicebridge.security;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of an issued key.
 *
 * @param secretHash see {@link KeyToken#hash}
 * @param previousHash of the secret before a rotation, good until {@code previousUntil}
 */
public record KeyRecord(
        String keyId,
        String tenantId,
        Set<Scope> scopes,
        String secretHash,
        Optional<String> previousHash,
        Optional<Instant> previousUntil,
        Optional<Instant> expiresAt) {}
