package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.time.MovingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final MovingClock clock = new MovingClock();
    private final MovingClock steady = new MovingClock();
    private final AtomicInteger hurried = new AtomicInteger();
    private final AtomicBoolean away = new AtomicBoolean();
    private final List<Duration> steps = new ArrayList<>();
    private final ClockWatch watch = new ClockWatch(
            clock,
            steady,
            () -> {
                if (away.get()) {
                    throw new IllegalStateException("the database is away");
                }
                return hurried.incrementAndGet();
            },
            steps::add);

    private void passes(Duration time) {
        clock.advance(time);
        steady.advance(time);
    }

    @Test
    void timeThatPassesIsNoStep() {
        passes(HOUR);

        assertThat(watch.look()).isZero();
        assertThat(hurried).hasValue(0);
        assertThat(steps).isEmpty();
    }

    @Test
    void aStepBackIsSeenOnceAndLetsNothingWait() {
        passes(HOUR);
        clock.advance(HOUR.negated());

        assertThat(watch.look()).isEqualTo(HOUR.negated());
        assertThat(watch.look()).isZero();
        assertThat(hurried).hasValue(1);
        assertThat(steps).containsExactly(HOUR.negated());
    }

    @Test
    void aStepForwardHurriesNothing() {
        clock.advance(HOUR);

        assertThat(watch.look()).isEqualTo(HOUR);
        assertThat(hurried).hasValue(0);
        assertThat(steps).containsExactly(HOUR);
    }

    @Test
    void whatCouldNotBeDoneIsTriedAgain() {
        clock.advance(HOUR.negated());
        away.set(true);
        assertThatThrownBy(watch::look).hasMessageContaining("away");
        away.set(false);

        assertThat(watch.look()).isEqualTo(HOUR.negated());
        assertThat(hurried).hasValue(1);
    }
}
