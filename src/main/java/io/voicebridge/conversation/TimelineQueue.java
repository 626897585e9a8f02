package io.voicebridge.conversation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Entries that wait to be written with others. They are due when the first has waited for as long as it may, or once the
 * queue is half full. Thread-safe.
 */
final class TimelineQueue {

    private final int most;
    private final Duration within;
    private final LongSupplier nanos;
    private List<TimelineRow> waiting = new ArrayList<>();
    private long due;
    private boolean closed;

    /**
     * @param most entries that may wait
     * @param within how long one may wait
     * @param nanos time that passes, as {@link System#nanoTime}
     */
    TimelineQueue(int most, Duration within, LongSupplier nanos) {
        this.most = most;
        this.within = within;
        this.nanos = nanos;
    }

    /** @return false if too many wait already, and this one is not taken */
    synchronized boolean offer(TimelineRow row) {
        if (waiting.size() >= most) {
            return false;
        }
        if (waiting.isEmpty()) {
            due = nanos.getAsLong() + within.toNanos();
            notifyAll();
        }
        waiting.add(row);
        if (waiting.size() == most / 2) {
            notifyAll();
        }
        return true;
    }

    /** Nanoseconds until those that wait are due; 0 or less if they are, the greatest number if none waits. */
    synchronized long left() {
        if (waiting.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return closed || waiting.size() >= most / 2 ? 0 : due - nanos.getAsLong();
    }

    /** Returns when those that wait are due, after that time, or when nothing more will come. */
    synchronized void awaitDue(Duration patience) throws InterruptedException {
        long end = nanos.getAsLong() + patience.toNanos();
        for (long left = left(); left > 0 && !closed; left = left()) {
            long patient = end - nanos.getAsLong();
            if (patient <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, patient));
        }
    }

    /** All that wait, due or not. */
    synchronized List<TimelineRow> drain() {
        List<TimelineRow> all = waiting;
        waiting = new ArrayList<>();
        return all;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** From now on all that wait are due. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
