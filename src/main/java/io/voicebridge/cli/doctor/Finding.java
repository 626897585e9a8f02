package io.voicebridge.cli.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What a check found.
 *
 * @param fix what is wrong and what to do, in a sentence or two; empty if nothing is
 */
record Finding(Status status, String fix) {

    static final Finding GREEN = new Finding(Status.GREEN, "");

    enum Status {
        GREEN,
        /** It works, but not for everybody, or not for long. */
        AMBER,
        /** Calls or outcomes fail. */
        RED;

        @JsonValue
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding amber(String fix) {
        return new Finding(Status.AMBER, fix);
    }

    static Finding red(String fix) {
        return new Finding(Status.RED, fix);
    }
}
