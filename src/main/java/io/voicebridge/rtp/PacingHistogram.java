package io.voicebridge.rtp;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How late frames were played against the grid, in steps of a quarter of a millisecond. Written by one media thread,
 * read by any.
 */
final class PacingHistogram {

    static final int STEPS = 400; // the last one holds all that was later than 100 ms
    private static final long STEP = 250_000;

    private final AtomicLongArray counts = new AtomicLongArray(STEPS);

    void add(long nanosLate, int frames) {
        if (frames > 0) {
            int step = (int) Math.min(STEPS - 1, Math.max(0, nanosLate) / STEP);
            counts.lazySet(step, counts.get(step) + frames);
        }
    }

    void addTo(long[] sums) {
        for (int i = 0; i < STEPS; i++) {
            sums[i] += counts.get(i);
        }
    }
}
