package io.voicebridge.rtp;

/**
 * By how much packets came before their time to be played, in samples: the least and the most of the last one to two
 * windows. Two buckets that take turns, so that a peak is forgotten after two windows at most.
 */
final class Earliness {

    static final int UNKNOWN = Integer.MIN_VALUE;

    private final int window; // frames

    private int leastNow;
    private int mostNow;
    private int leastBefore;
    private int mostBefore;
    private boolean now;
    private boolean before;
    private boolean whole;
    private int frames;

    Earliness(int window) {
        this.window = window;
    }

    void add(int lead) {
        leastNow = now ? Math.min(leastNow, lead) : lead;
        mostNow = now ? Math.max(mostNow, lead) : lead;
        now = true;
    }

    /** A frame was played. */
    void tick() {
        if (++frames == window) {
            frames = 0;
            whole = now;
            before = now;
            leastBefore = leastNow;
            mostBefore = mostNow;
            now = false;
        }
    }

    /** The point of playing was moved back by this much: every packet would have been earlier. */
    void shift(int samples) {
        leastNow += samples;
        mostNow += samples;
        leastBefore += samples;
        mostBefore += samples;
    }

    /** The least of a whole window and what has come since; {@link #UNKNOWN} before a window is full. */
    int least() {
        if (!whole) {
            return UNKNOWN;
        }
        return now ? Math.min(leastNow, leastBefore) : leastBefore;
    }

    /** The most; 0 if nothing has come. */
    int most() {
        if (now && before) {
            return Math.max(mostNow, mostBefore);
        }
        return now ? mostNow : before ? mostBefore : 0;
    }

    boolean known() {
        return now || before;
    }

    void clear() {
        now = false;
        before = false;
        whole = false;
        frames = 0;
    }
}
