package io.voicebridge.security;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the requests of each key, {@code max} in a window of a minute that starts with the first. Remembers at most
 * {@link #MAX_KEYS}; the one that was quiet for longest is forgotten first. Counts in this process only. Thread-safe.
 */
public final class RequestLimit {

    static final Duration WINDOW = Duration.ofMinutes(1);
    static final int MAX_KEYS = 10_000;

    /**
     * How a key stands after a request.
     *
     * @param limit requests in a window
     * @param remaining of them
     * @param resetS seconds until the window is over, at least 1
     * @param isOver true if the request was one too many
     */
    public record Standing(int limit, int remaining, long resetS, boolean isOver) {}

    private record Window(long sinceMs, int requests) {}

    private final int max;
    private final Clock clock;
    private final Map<String, Window> windows = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > MAX_KEYS;
        }
    };

    public RequestLimit(int max, Clock clock) {
        this.max = max;
        this.clock = clock;
    }

    /** Counts a request; one that is refused is not counted. */
    public synchronized Standing take(String keyId) {
        long now = clock.millis();
        Window running = windows.get(keyId);
        if (running == null || now - running.sinceMs() >= WINDOW.toMillis()) {
            running = new Window(now, 0);
        }
        boolean over = running.requests() >= max;
        Window after = over ? running : new Window(running.sinceMs(), running.requests() + 1);
        windows.put(keyId, after);
        long leftMs = Math.max(1, after.sinceMs() + WINDOW.toMillis() - now);
        return new Standing(max, max - after.requests(), (leftMs + 999) / 1_000, over);
    }
}
