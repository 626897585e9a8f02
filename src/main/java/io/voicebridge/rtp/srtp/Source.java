package io.voicebridge.rtp.srtp;

/**
 * One stream of the peer: its SSRC, the highest index that was authentic, and which of the 64 before it have come (RFC 3711
 * section 3.3). One media thread.
 */
final class Source {

    private static final int ROUND = 1 << 16;
    private static final int HALF = 1 << 15;

    private final int ssrc;
    private long highest;
    private long window = 1; // bit n: the packet n before the highest has come

    /** @param index of its first packet */
    Source(int ssrc, long index) {
        this.ssrc = ssrc;
        this.highest = index;
    }

    int ssrc() {
        return ssrc;
    }

    /** The index of 48 bits that a sequence number most likely stands for; negative before the first round (appendix A). */
    long indexOf(int sequence) {
        return highest + (short) (sequence - highest);
    }

    /** True if the packet has come before, or is too old to know. */
    boolean isReplayed(long index) {
        long age = highest - index;
        return age >= 0 && (age >= Long.SIZE || (window >>> age & 1) != 0);
    }

    /** A packet was authentic, and is no replay. */
    void accept(long index) {
        long step = index - highest;
        if (step <= 0) {
            window |= 1L << -step;
            return;
        }
        window = step >= Long.SIZE ? 1 : window << step | 1;
        highest = index;
    }

    /** The first index of the round in which the highest is. */
    long round() {
        return highest & -ROUND;
    }

    /** True if the next packet may be the first of a new round. */
    boolean mayRollOver() {
        return (highest & HALF) != 0;
    }
}
