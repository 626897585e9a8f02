package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.WideFrame;

/**
 * Frames on their way from one call's media thread to another's: bounded, without a lock, without allocation. One thread
 * puts, one other takes.
 *
 * <p>Both threads keep the same time, so one frame is usually all that waits. A thread that was held up leaves more; what
 * waits needlessly is dropped again, in a quiet frame, so that a hiccup does not delay the rest of the call.
 */
final class FrameRing {

    /** Frames that the ring holds: 320 ms. */
    static final int SLOTS = 16;

    /** More than this is not waited for: 80 ms. */
    static final int MOST = 4;

    /** Takes, 5 s of them, of which the shortest queue tells how much waits needlessly. */
    static final int WINDOW = 250;

    private static final WideFrame NARROW = new WideFrame();

    private static final int QUIET = 400;
    private static final int FRAME = AudioPort.FRAME;

    private final short[] frames = new short[SLOTS * FRAME];
    private final byte[] codes = new byte[SLOTS * FRAME];
    private final boolean[] wide = new boolean[SLOTS];
    private final WideFrame unwanted = new WideFrame();
    private final long[] putAt = new long[SLOTS];
    private final RelayDelay delay = new RelayDelay();

    /** Frames ever put and ever taken; one thread writes each. */
    private volatile long put;

    private volatile long taken;
    private volatile long overrun;

    // Of the thread that takes
    private boolean begun;
    private long fewest = SLOTS;
    private int takes;
    private boolean needless;

    /** Puts a frame in that has samples only. */
    void put(short[] frame, long nanos) {
        put(frame, NARROW, nanos);
    }

    /** Puts a frame in, with the codes that it came as; one that finds no room is dropped. */
    void put(short[] frame, WideFrame came, long nanos) {
        long at = put;
        if (at - taken >= SLOTS) {
            overrun = overrun + 1;
            return;
        }
        int slot = (int) (at % SLOTS);
        System.arraycopy(frame, 0, frames, slot * FRAME, FRAME);
        wide[slot] = !came.isEmpty();
        if (wide[slot]) {
            came.get(codes, slot * FRAME);
        }
        putAt[slot] = nanos;
        put = at + 1;
    }

    /** Takes the samples alone. */
    boolean take(short[] frame, long nanos) {
        return take(frame, unwanted, nanos);
    }

    /** Takes the oldest frame that is worth playing; false, and the frame untouched, if there is none. */
    boolean take(short[] frame, WideFrame goes, long nanos) {
        long waiting = put - taken;
        if (waiting == 0) {
            fewest = 0;
            if (begun) {
                delay.missed();
            }
            return false;
        }
        if (!begun || waiting > MOST) {
            delay.dropped(begun ? waiting - 1 : 0);
            taken = put - 1;
            waiting = 1;
            begun = true;
        }
        if (needless && waiting > 1 && isQuiet((int) (taken % SLOTS))) {
            needless = false;
            delay.dropped(1);
            taken = taken + 1;
            waiting--;
        }
        int slot = (int) (taken % SLOTS);
        System.arraycopy(frames, slot * FRAME, frame, 0, FRAME);
        if (wide[slot]) {
            goes.set(codes, slot * FRAME);
        }
        delay.add(nanos - putAt[slot]);
        taken = taken + 1;
        watch(waiting - 1);
        return true;
    }

    private void watch(long left) {
        fewest = Math.min(fewest, left);
        if (++takes == WINDOW) {
            needless = fewest > 0;
            takes = 0;
            fewest = SLOTS;
        }
    }

    private boolean isQuiet(int slot) {
        for (int i = slot * FRAME; i < (slot + 1) * FRAME; i++) {
            if (frames[i] > QUIET || frames[i] < -QUIET) {
                return false;
            }
        }
        return true;
    }

    RelayStatistics statistics() {
        return delay.statistics(overrun);
    }
}
