package io.voicebridge.component.sip;

import io.voicebridge.call.RefusedCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Where calls that were refused before a route saw them wait for the route that writes them down. A flood fills neither
 * the memory nor the database: at most {@value #WAITING} calls wait, at most {@value #PER_SECOND} a second get an
 * exchange of their own, and those that find no room are told as a number once a minute. A repetition within 32 s, the
 * time for which a peer repeats an INVITE (RFC 3261 section 17.1.1.2), is not told again.
 *
 * <p>{@link #post} is called on SIP loops and does not block; all else is done by one delivery at a time on a thread of
 * the component.
 */
final class RefusalDesk {

    /** Runs a task once, off the calling thread. */
    @FunctionalInterface
    interface Later {
        void run(Runnable task, long millis);
    }

    static final int WAITING = 1_000;
    static final int PER_SECOND = 20;

    private static final int STATUSES = 700;
    private static final long SOON_MS = 50;
    private static final long SUMMARY_MS = 60_000;
    private static final long REPEATED_MS = 32_000;

    private final LongSupplier millis;
    private final Later later;
    private final IntConsumer counter;

    private final Queue<RefusedCall> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicIntegerArray counted = new AtomicIntegerArray(STATUSES);
    private final AtomicIntegerArray withoutRoom = new AtomicIntegerArray(STATUSES);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile Optional<RefusalSink> route = Optional.empty();

    // Of the delivery
    private final Map<String, Long> told = new LinkedHashMap<>();
    private double tokens = PER_SECOND;
    private long filledAt;
    private long summaryDue = Long.MAX_VALUE;

    /**
     * @param millis a clock that nobody sets
     * @param later how the delivery gets to its thread
     * @param counter told the status of each refusal, on that thread
     */
    RefusalDesk(LongSupplier millis, Later later, IntConsumer counter) {
        this.millis = millis;
        this.later = later;
        this.counter = counter;
        this.filledAt = millis.getAsLong();
    }

    /** From now on refusals go there, and those that have waited. */
    synchronized void open(RefusalSink taker) {
        if (route.isPresent()) {
            throw new IllegalStateException("There is a route from sip:refusals already; one takes all refused calls");
        }
        route = Optional.of(taker);
        wake(SOON_MS);
    }

    synchronized void close(RefusalSink taker) {
        if (route.filter(current -> current == taker).isPresent()) {
            route = Optional.empty();
        }
    }

    /** Takes a refusal, or counts it where there is no room. */
    void post(RefusedCall call) {
        counted.incrementAndGet(call.status());
        if (!waiting.offer(call)) {
            withoutRoom.incrementAndGet(call.status());
        }
        wake(SOON_MS);
    }

    private void wake(long millis) {
        if (scheduled.compareAndSet(false, true)) {
            later.run(this::deliver, millis);
        }
    }

    private void deliver() {
        try {
            deliverSome();
        } finally {
            // Before the look at the queue: what is posted from here on wakes the next delivery.
            scheduled.set(false);
        }
        if (route.isPresent() && !waiting.isEmpty()) {
            wake(SOON_MS);
        } else if (route.isPresent() && summaryDue != Long.MAX_VALUE) {
            wake(Math.max(SOON_MS, summaryDue - millis.getAsLong()));
        }
    }

    private synchronized void deliverSome() {
        for (int status = 0; status < STATUSES; status++) {
            for (int n = counted.getAndSet(status, 0); n > 0; n--) {
                counter.accept(status);
            }
        }
        long now = millis.getAsLong();
        fill(now);
        told.values().removeIf(at -> now - at > REPEATED_MS);
        route.ifPresent(sink -> {
            while (tokens >= 1 && !waiting.isEmpty()) {
                RefusedCall call = waiting.remove();
                if (isNew(call, now)) {
                    tokens--;
                    sink.refused(CallRefused.one(call));
                }
            }
            summarise(sink, now);
        });
    }

    private void fill(long now) {
        tokens = Math.min(PER_SECOND, tokens + Math.max(0, now - filledAt) * PER_SECOND / 1000.0);
        filledAt = now;
    }

    private boolean isNew(RefusedCall call, long now) {
        return call.callId().isEmpty() || told.putIfAbsent(call.status() + " " + call.callId(), now) == null;
    }

    private void summarise(RefusalSink sink, long now) {
        if (summaryDue == Long.MAX_VALUE && isAnyWithoutRoom()) {
            summaryDue = now + SUMMARY_MS;
        } else if (now >= summaryDue) {
            summaryDue = Long.MAX_VALUE;
            for (int status = 0; status < STATUSES; status++) {
                int more = withoutRoom.getAndSet(status, 0);
                if (more > 0) {
                    sink.refused(CallRefused.more(status, more));
                }
            }
        }
    }

    private boolean isAnyWithoutRoom() {
        for (int status = 0; status < STATUSES; status++) {
            if (withoutRoom.get(status) > 0) {
                return true;
            }
        }
        return false;
    }
}
