package io.voicebridge.conversation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The masks of the calls that this bridge has, in memory: what they hide is nowhere else. Kept until some minutes after a call, for its
 * last words. Thread-safe.
 */
final class Masks {

    private static final int MOST = 20_000;
    private static final Duration AFTERWARDS = Duration.ofMinutes(10);

    private final Clock clock;
    private final Map<String, Mask> held = new LinkedHashMap<>(16, 0.75f, false) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Mask> eldest) {
            return size() > MOST;
        }
    };
    private final Map<String, Instant> over = new LinkedHashMap<>();

    Masks(Clock clock) {
        this.clock = clock;
    }

    synchronized void hold(String conversationId, Mask mask) {
        Instant before = clock.instant().minus(AFTERWARDS);
        over.entrySet().removeIf(ended -> {
            boolean past = ended.getValue().isBefore(before);
            if (past) {
                held.remove(ended.getKey());
            }
            return past;
        });
        if (mask != Mask.NONE) {
            held.put(conversationId, mask);
        }
    }

    synchronized void end(String conversationId) {
        if (held.containsKey(conversationId)) {
            over.put(conversationId, clock.instant());
        }
    }

    synchronized Mask of(String conversationId) {
        return held.getOrDefault(conversationId, Mask.NONE);
    }
}
