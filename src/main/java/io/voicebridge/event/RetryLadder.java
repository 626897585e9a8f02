package io.voicebridge.event;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * When a delivery that failed is tried again. Each step is up to a fifth shorter or longer, so that what failed together
 * does not come back together. Thread-safe.
 */
final class RetryLadder {

    /** A receiver's Retry-After counts for no longer than this. */
    static final Duration LONGEST = Duration.ofDays(1);

    private static final double JITTER = 0.2;

    private final List<Duration> steps;
    private final DoubleSupplier random;

    /** @param random from 0 to 1 */
    RetryLadder(List<Duration> steps, DoubleSupplier random) {
        this.steps = List.copyOf(steps);
        this.random = random;
    }

    /**
     * @param seconds such as {@code 5,30,120}
     * @throws IllegalArgumentException if it is not a list of positive numbers
     */
    static RetryLadder of(String seconds, DoubleSupplier random) {
        List<Duration> steps = Stream.of(seconds.split(","))
                .map(String::strip)
                .map(Long::parseLong)
                .map(Duration::ofSeconds)
                .toList();
        if (steps.stream().anyMatch(step -> step.isZero() || step.isNegative())) {
            throw new IllegalArgumentException("Retries are after a positive number of seconds: " + seconds);
        }
        return new RetryLadder(steps, random);
    }

    /**
     * How long to wait after an attempt that failed; empty if it was the last.
     *
     * @param attempt 1 for the first
     * @param asked the receiver's Retry-After; zero if it gave none
     */
    Optional<Duration> after(int attempt, Duration asked) {
        if (attempt > steps.size()) {
            return Optional.empty();
        }
        double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
        Duration step = Duration.ofMillis((long) (steps.get(attempt - 1).toMillis() * factor));
        Duration wanted = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
        return Optional.of(step.compareTo(wanted) > 0 ? step : wanted);
    }
}
