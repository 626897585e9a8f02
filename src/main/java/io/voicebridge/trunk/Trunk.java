package io.voicebridge.trunk;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.directory.Revised;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A trunk.
 *
 * @param spec what it shall be
 * @param pieces what was made at the provider, in the order in which it was
 */
public record Trunk(
        String id,
        String name,
        String provider,
        JsonNode spec,
        State state,
        List<MadePiece> pieces,
        Instant createdAt,
        Instant updatedAt,
        @JsonIgnore int revision)
        implements Revised {

    /** How far it has come. */
    public enum State {
        /** Nothing was made at the provider. */
        DRAFT,
        /** Something is to be done that an apply does. */
        PENDING,
        /** The last apply brought all of it to the provider. */
        APPLIED;

        @JsonValue
        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param providerId by which the provider knows it */
    public record MadePiece(String path, String providerId, Instant madeAt) {}
}
