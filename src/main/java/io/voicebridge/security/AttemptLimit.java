package io.voicebridge.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failed attempts of each source, {@code max} in a window that starts with the first. Remembers at most
 * {@link #MAX_SOURCES}; the one that was quiet for longest is forgotten first. Thread-safe.
 */
public final class AttemptLimit {

    static final int MAX_SOURCES = 10_000;

    private record Window(Instant since, int failures) {}

    private final int max;
    private final Duration window;
    private final Clock clock;
    private final Map<String, Window> windows = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    public AttemptLimit(int max, Duration window, Clock clock) {
        this.max = max;
        this.window = window;
        this.clock = clock;
    }

    public synchronized void failed(String source) {
        Instant now = clock.instant();
        Window running = windows.get(source);
        windows.put(
                source,
                running == null || isOver(running, now)
                        ? new Window(now, 1)
                        : new Window(running.since(), running.failures() + 1));
    }

    /** How long the source has to wait; zero if it may try. */
    public synchronized Duration wait(String source) {
        Instant now = clock.instant();
        Window running = windows.get(source);
        return running == null || running.failures() < max || isOver(running, now)
                ? Duration.ZERO
                : Duration.between(now, running.since().plus(window));
    }

    /** Sources that are remembered. */
    synchronized int size() {
        return windows.size();
    }

    private boolean isOver(Window running, Instant now) {
        return !now.isBefore(running.since().plus(window));
    }
}
