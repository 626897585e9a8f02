package io.voicebridge.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Tells how much time has passed, whatever somebody does to the clock of the machine: a limit that goes by it neither shuts
 * anybody out for the hour by which the clock was put back nor opens when it is put forward. Bean {@code steadyClock}.
 *
 * <p>Only for what this process keeps to itself. What is told, stored or signed goes by the bean {@code clock}. Thread-safe.
 */
final class SteadyClock extends Clock {

    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
