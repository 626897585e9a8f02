package io.voicebridge.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.voicebridge.directory.Revised;
import java.time.Instant;
import java.util.List;

/**
 * Where a tenant wants its events, without the secret.
 *
 * @param events types of events; empty for all
 * @param disabledReason why the bridge disabled it; empty if it did not
 * @param previousUntil until when messages are also signed with the secret before the last rotation; null if they are not
 */
public record Webhook(
        String id,
        String url,
        String description,
        List<String> events,
        boolean enabled,
        String disabledReason,
        Health health,
        Instant previousUntil,
        Instant createdAt,
        Instant updatedAt,
        @JsonIgnore int revision)
        implements Revised {

    /**
     * How the receiver does.
     *
     * @param failures in a row, up to now
     * @param pausedUntil nothing is sent until then; null if it is not paused
     * @param lastSuccessAt null if there was none
     * @param lastFailureAt null if there was none
     * @param lastFailure what it was; empty if there was none
     */
    public record Health(
            int failures, Instant pausedUntil, Instant lastSuccessAt, Instant lastFailureAt, String lastFailure) {}

    /**
     * A webhook that was just made or got a new secret.
     *
     * @param secret signs its messages; shown this once
     */
    public record Issued(@JsonUnwrapped Webhook webhook, String secret) implements Revised {
        @Override
        public String id() {
            return webhook.id();
        }

        @Override
        public int revision() {
            return webhook.revision();
        }
    }
}
