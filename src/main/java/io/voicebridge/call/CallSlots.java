package io.voicebridge.call;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts calls against a limit. Thread-safe. */
final class CallSlots {

    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();

    CallSlots(int limit) {
        this.limit = limit;
    }

    /** Takes a slot, or returns false if none is free. */
    boolean take() {
        if (taken.incrementAndGet() > limit) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    /** An action that gives one slot back, however often it is run. */
    Runnable release() {
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) {
                taken.decrementAndGet();
            }
        };
    }

    int taken() {
        return taken.get();
    }
}
