package io.voicebridge.trunk;

/**
 * A difference between what is wanted and what the provider has.
 *
 * @param path of the piece and, behind a dot, of the field
 * @param want empty if it should not be there
 * @param have empty if it is not there
 */
public record Drift(String path, String want, String have, Severity severity) {

    /** Whether calls are in danger. */
    public enum Severity {
        CRITICAL,
        WARNING;

        @com.fasterxml.jackson.annotation.JsonValue
        String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
