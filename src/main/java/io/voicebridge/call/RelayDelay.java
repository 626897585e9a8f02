package io.voicebridge.call;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts how long frames wait between two calls. One thread writes, any may read. */
final class RelayDelay {

    private static final int MILLIS = 321;

    private final AtomicLongArray counts = new AtomicLongArray(MILLIS);
    private volatile long missed;
    private volatile long dropped;

    void add(long nanos) {
        int millis = (int) Math.max(0, Math.min(MILLIS - 1, nanos / 1_000_000));
        counts.lazySet(millis, counts.get(millis) + 1);
    }

    void missed() {
        missed = missed + 1;
    }

    void dropped(long frames) {
        dropped = dropped + frames;
    }

    RelayStatistics statistics(long overrun) {
        long frames = 0;
        for (int i = 0; i < MILLIS; i++) {
            frames += counts.get(i);
        }
        return new RelayStatistics(frames, percentile(frames, 50), percentile(frames, 99), missed, dropped + overrun);
    }

    private int percentile(long frames, int percent) {
        long wanted = (frames * percent + 99) / 100;
        for (int millis = 0; millis < MILLIS; millis++) {
            wanted -= counts.get(millis);
            if (wanted <= 0) {
                return millis;
            }
        }
        return MILLIS - 1;
    }
}
