package io.voicebridge.directory;

import java.time.Instant;

/**
 * A secret as it is shown: without its value.
 *
 * @param name by which agents' settings refer to it
 */
public record TenantSecret(String id, String name, Instant createdAt, Instant updatedAt) {}
