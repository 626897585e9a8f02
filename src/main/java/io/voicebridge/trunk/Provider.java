package io.voicebridge.trunk;

import java.util.Locale;

/** Who carries calls to the bridge. */
public enum Provider {
    TWILIO("Twilio"),
    TELNYX("Telnyx"),
    /** A carrier of one's own, which is set up by its people. */
    BYO("the carrier"),
    /** Five9's point of presence: a trunk between Five9 and this bridge, which Five9 Support sets up. */
    FIVE9_POP("Five9");

    private final String spoken;

    Provider(String spoken) {
        this.spoken = spoken;
    }

    /** As in the API, such as {@code five9_pop}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Provider of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    /** For sentences. */
    String spoken() {
        return spoken;
    }
}
