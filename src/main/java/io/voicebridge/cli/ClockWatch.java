package io.voicebridge.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that somebody set the clock of this machine, says so, and has done what must not wait until a clock that was put back
 * is there again, nor be over because it was put forward. The step of the route {@code watch-clock}, bean {@code clockWatch}; called by one thread at a time.
 */
public final class ClockWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

    /** What a machine that is kept in time by a server of time does not do at once. */
    private static final Duration STEP = Duration.ofSeconds(2);

    private final Clock clock;
    private final Clock steady;
    private final IntSupplier whenBack;
    private final Consumer<Duration> whenSet;
    private Duration ahead;

    /**
     * @param steady the clock that nobody sets
     * @param whenBack done after a step back; its result is how many things it concerned
     * @param whenSet done after any step, with its length, negative if back; after {@code whenBack}, and not again unless it fails
     */
    ClockWatch(Clock clock, Clock steady, IntSupplier whenBack, Consumer<Duration> whenSet) {
        this.clock = clock;
        this.steady = steady;
        this.whenBack = whenBack;
        this.whenSet = whenSet;
        this.ahead = difference();
    }

    private Duration difference() {
        return Duration.between(steady.instant(), clock.instant());
    }

    /** Returns by how much the clock was set since the last look: negative if back, zero if it was not. */
    public Duration look() {
        Duration now = difference();
        Duration step = now.minus(ahead);
        if (step.abs().compareTo(STEP) < 0) {
            return Duration.ZERO;
        }
        // Before it is taken for done: what fails now is tried again
        int concerned = step.isNegative() ? whenBack.getAsInt() : 0;
        whenSet.accept(step);
        ahead = now;
        LOG.warn(
                "The clock of this machine was put {} by {} s. Calls, look-ups and limits do not go by it; what is written from"
                        + " now on has the new time{}",
                step.isNegative() ? "back" : "forward",
                step.abs().toSeconds(),
                concerned == 0 ? "" : ". " + concerned + " deliveries to webhooks that waited are sent now");
        return step;
    }
}
