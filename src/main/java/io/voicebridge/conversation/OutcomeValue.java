package io.voicebridge.conversation;

import java.util.Locale;
import java.util.Optional;

/** How a conversation came out. Five9 scripts compare these words exactly: they are never changed or translated. */
public enum OutcomeValue {
    QUALIFIED,
    NOT_QUALIFIED,
    CALLBACK,
    DO_NOT_CALL,
    VOICEMAIL,
    NO_INPUT,
    FAILED;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OutcomeValue> of(String wire) {
        for (OutcomeValue value : values()) {
            if (value.wire().equals(wire)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
