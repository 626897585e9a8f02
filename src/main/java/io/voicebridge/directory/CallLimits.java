package io.voicebridge.directory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the calls that are up, by tenant and number, in this process. A call that was never released, because its end
 * was lost, counts for {@link #LONGEST} only. Bean {@code callLimits}. Thread-safe; a call costs a map entry.
 */
public final class CallLimits {

    static final Duration LONGEST = Duration.ofHours(2);

    private record Running(String tenantId, String numberId, Instant since) {}

    private record Pace(double tokens, long at) {}

    private final Clock clock;
    private final Map<String, Pace> paces = new HashMap<>();
    private final Map<String, Running> calls = new HashMap<>();
    private final Map<String, Integer> byTenant = new HashMap<>();
    private final Map<String, Integer> byNumber = new HashMap<>();

    public CallLimits(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts a call. A call that is counted already stays so.
     *
     * @param callId our own id of the call, never one that a peer chose: two calls may come with one Call-ID
     * @return whether the tenant has fewer than {@code max} calls up
     */
    public synchronized boolean tryAcquire(String tenantId, String numberId, String callId, int max) {
        if (calls.containsKey(callId)) {
            return true;
        }
        if (byTenant.getOrDefault(tenantId, 0) >= max) {
            forgetLost();
        }
        if (byTenant.getOrDefault(tenantId, 0) >= max) {
            return false;
        }
        calls.put(callId, new Running(tenantId, numberId, clock.instant()));
        byTenant.merge(tenantId, 1, Integer::sum);
        byNumber.merge(numberId, 1, Integer::sum);
        return true;
    }

    /**
     * Counts a call that begins against the tenant's calls a second.
     *
     * @param perSecond in the long run, twice that at once; 0 for no limit
     * @return false if it comes too early
     */
    public synchronized boolean keepsPace(String tenantId, int perSecond) {
        if (perSecond == 0) {
            paces.remove(tenantId);
            return true;
        }
        long now = clock.millis();
        Pace before = paces.getOrDefault(tenantId, new Pace(2.0 * perSecond, now));
        double tokens =
                Math.min(2.0 * perSecond, before.tokens() + Math.max(0, now - before.at()) * perSecond / 1000.0);
        boolean keeps = tokens >= 1;
        paces.put(tenantId, new Pace(keeps ? tokens - 1 : tokens, now));
        return keeps;
    }

    /** Does nothing for a call that is not counted. */
    public synchronized void release(String callId) {
        Running call = calls.remove(callId);
        if (call != null) {
            discount(call);
        }
    }

    /** How many calls to the number are up. */
    public synchronized int onNumber(String numberId) {
        return byNumber.getOrDefault(numberId, 0);
    }

    private void forgetLost() {
        Instant limit = clock.instant().minus(LONGEST);
        calls.values().removeIf(call -> {
            boolean lost = call.since().isBefore(limit);
            if (lost) {
                discount(call);
            }
            return lost;
        });
    }

    private void discount(Running call) {
        byTenant.computeIfPresent(call.tenantId(), (id, count) -> count == 1 ? null : count - 1);
        byNumber.computeIfPresent(call.numberId(), (id, count) -> count == 1 ? null : count - 1);
    }
}
