package io.voicebridge.sip.transport;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A token bucket as one number, the time at which it would be full again (the generic cell rate algorithm), so that all
 * loops share it without a lock. Thread-safe.
 */
public final class RateLimit {

    private static final long SECOND = 1_000_000_000L;

    private final long interval;
    private final long tolerance;
    private final LongSupplier nanos;
    private final AtomicLong fullAt;

    /**
     * @param perSecond what is let through in the long run, 1 to 1,000,000; 0 for no limit
     * @param burst what is let through at once, at least 1
     * @param nanos a clock that never goes back
     */
    public RateLimit(int perSecond, int burst, LongSupplier nanos) {
        this.interval = perSecond == 0 ? 0 : SECOND / perSecond;
        this.tolerance = interval * burst;
        this.nanos = nanos;
        this.fullAt = new AtomicLong(nanos.getAsLong());
    }

    /** Takes one token; false if there is none. */
    public boolean tryTake() {
        if (interval == 0) {
            return true;
        }
        long now = nanos.getAsLong();
        while (true) {
            long before = fullAt.get();
            long after = (before - now < 0 ? now : before) + interval;
            if (after - now > tolerance) {
                return false;
            }
            if (fullAt.compareAndSet(before, after)) {
                return true;
            }
        }
    }
}
