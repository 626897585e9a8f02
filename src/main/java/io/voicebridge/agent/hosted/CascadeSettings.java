package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What an agent's settings say about a cascade.
 *
 * @param filler said while the answer is slow; empty for nothing
 * @param fillerAfterMs of silence after the caller
 * @param patienceMs until the first words of an answer; then another agent takes the call over
 */
record CascadeSettings(String filler, long fillerAfterMs, long patienceMs) {

    static CascadeSettings read(JsonNode settings) {
        return new CascadeSettings(
                settings.path("filler").asText("One moment, please.").strip(),
                between(settings.path("filler_after_ms").asLong(2_000), 500, 30_000),
                between(settings.path("patience_ms").asLong(8_000), 1_000, 30_000));
    }

    private static long between(long value, long least, long most) {
        return Math.max(least, Math.min(most, value));
    }
}
