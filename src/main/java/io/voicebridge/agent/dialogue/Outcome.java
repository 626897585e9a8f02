package io.voicebridge.agent.dialogue;

import java.util.Locale;

/** How a conversation can end, as Five9 scripts compare it. */
public enum Outcome {
    QUALIFIED,
    NOT_QUALIFIED,
    CALLBACK,
    DO_NOT_CALL,
    VOICEMAIL,
    NO_INPUT,
    FAILED;

    /** The name on the wire, such as {@code not_qualified}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
