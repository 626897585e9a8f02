package io.voicebridge.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still until it is moved, in UTC. Thread-safe. */
public final class MovingClock extends Clock {

    private volatile Instant now;

    public MovingClock() {
        this(Instant.parse("2026-03-02T10:00:00Z"));
    }

    public MovingClock(Instant start) {
        now = start;
    }

    /** @param by may be negative */
    public void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Nobody asks it for a day or an hour. */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
