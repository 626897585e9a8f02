package io.voicebridge.rtp;

/** Which way media goes, seen from our side of the session. */
public enum Flow {
    BOTH(true, true),
    SEND_ONLY(true, false),
    RECEIVE_ONLY(false, true),
    NONE(false, false);

    private final boolean sends;
    private final boolean receives;

    Flow(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    public boolean sends() {
        return sends;
    }

    public boolean receives() {
        return receives;
    }
}
