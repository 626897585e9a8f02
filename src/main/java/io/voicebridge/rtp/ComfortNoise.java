package io.voicebridge.rtp;

/**
 * The noise that a peer wants to be heard while it sends nothing, at the level that it says (RFC 3389 section 3.1). White:
 * the spectrum that may follow the level is left out. Used by one media thread; allocates nothing.
 */
final class ComfortNoise {

    /** What a level of 0 dBov is: the loudest square wave. */
    private static final double OVERLOAD = 32_767;

    /** White noise between -1 and 1 is that much louder than the peak tells. */
    private static final double PEAK_TO_RMS = Math.sqrt(3);

    /** Louder noise is no comfort, whatever a peer says. */
    private static final int LOUDEST = 20;

    private int random = 0x9E37_79B9;
    private int peak;

    /** @param level below overload, in dB, of which seven bits count */
    void level(int level) {
        double rms = OVERLOAD * Math.pow(10, -Math.max(LOUDEST, level & 0x7F) / 20.0);
        peak = (int) Math.round(rms * PEAK_TO_RMS);
    }

    short next() {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        return (short) ((long) random * peak >> 31);
    }
}
