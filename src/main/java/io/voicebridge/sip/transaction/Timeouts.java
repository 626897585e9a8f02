package io.voicebridge.sip.transaction;

/**
 * The timer values of RFC 3261 section 17.1.1.1, in milliseconds.
 *
 * @param t1 estimate of the round trip
 * @param t2 longest interval between two sendings of a non-INVITE request or an INVITE response
 * @param t4 longest time that a message stays in the network
 */
public record Timeouts(int t1, int t2, int t4) {

    /** 500 ms, 4 s, 5 s. */
    public static final Timeouts STANDARD = new Timeouts(500, 4000, 5000);

    /** How long a transaction waits for its peer: timers B, F, H, J, L and M. */
    public int patience() {
        return 64 * t1;
    }
}
