package io.voicebridge.conversation;

import java.util.Locale;

/** Who committed an outcome. */
public enum OutcomeSource {
    TOOL,
    WEBHOOK,
    API,
    KAFKA,
    /** Nobody did; the bridge says so when the call is over. */
    BRIDGE;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
