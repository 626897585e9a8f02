package io.voicebridge.sip.dialog;

import io.voicebridge.sip.transport.RateLimit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls of all loops and says whether one more may begin. Thread-safe. */
final class Intake {

    private final int maxCalls;
    private final RateLimit pace;
    private final AtomicInteger active = new AtomicInteger();
    private volatile boolean draining;

    Intake(int maxCalls, RateLimit pace) {
        this.maxCalls = maxCalls;
        this.pace = pace;
    }

    /** Counts a new call against the calls a second; false if it comes too early. */
    boolean keepsPace() {
        return pace.tryTake();
    }

    /** Counts a call that comes in; false while we drain or are full. */
    boolean tryBegin() {
        if (draining) {
            return false;
        }
        if (active.incrementAndGet() > maxCalls) {
            active.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Counts a call that we place: its limit is the business of who places it. */
    void begin() {
        active.incrementAndGet();
    }

    void end() {
        active.decrementAndGet();
    }

    int active() {
        return active.get();
    }

    boolean isDraining() {
        return draining;
    }

    void drain(boolean on) {
        draining = on;
    }
}
