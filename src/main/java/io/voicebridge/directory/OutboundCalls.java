package io.voicebridge.directory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the calls that go out, by tenant, in this process. Of each tenant it keeps the starts of the last day, no more than
 * the tenant may make. Thread-safe.
 */
final class OutboundCalls {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final class Count {
        private int out;
        private final Deque<Long> starts = new ArrayDeque<>();
    }

    private final Clock clock;
    private final Map<String, Count> tenants = new HashMap<>();

    OutboundCalls(Clock clock) {
        this.clock = clock;
    }

    /** Counts a call that begins, or says which limit keeps it from that. */
    synchronized Optional<Destinations.Refusal> begin(String tenantId, OutboundLimits limits) {
        long now = clock.millis();
        Count count = tenants.computeIfAbsent(tenantId, id -> new Count());
        while (!count.starts.isEmpty() && count.starts.peekFirst() <= now - DAY.toMillis()) {
            count.starts.removeFirst();
        }
        if (count.out >= limits.maxCalls()) {
            return refuse("outbound_calls", limits.maxCalls() + " calls are out at once");
        }
        if (since(count, now - MINUTE.toMillis()) >= limits.perMinute()) {
            return refuse("outbound_per_minute", limits.perMinute() + " calls began in a minute");
        }
        if (count.starts.size() >= limits.perDay()) {
            return refuse("outbound_per_day", limits.perDay() + " calls began in a day");
        }
        count.out++;
        count.starts.addLast(now);
        return Optional.empty();
    }

    synchronized void end(String tenantId) {
        Count count = tenants.get(tenantId);
        if (count != null && count.out > 0) {
            count.out--;
        }
    }

    private static int since(Count count, long from) {
        int n = 0;
        for (var newest = count.starts.descendingIterator(); newest.hasNext() && newest.next() > from; ) {
            n++;
        }
        return n;
    }

    private static Optional<Destinations.Refusal> refuse(String code, String what) {
        return Optional.of(new Destinations.Refusal(code, what + ", which is the tenant's limit."));
    }
}
