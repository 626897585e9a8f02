package io.voicebridge.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.time.MovingClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptLimitTest {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final MovingClock clock = new MovingClock();
    private final AttemptLimit limit = new AttemptLimit(3, WINDOW, clock);

    @Test
    void aSourceWaitsAfterItsThirdFailureUntilTheWindowIsOver() {
        limit.failed("192.0.2.1");
        limit.failed("192.0.2.1");
        assertThat(limit.wait("192.0.2.1")).isZero();

        limit.failed("192.0.2.1");

        assertThat(limit.wait("192.0.2.1")).isEqualTo(WINDOW);
        assertThat(limit.wait("192.0.2.2")).as("another").isZero();
        clock.advance(WINDOW.minusSeconds(1));
        assertThat(limit.wait("192.0.2.1")).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(limit.wait("192.0.2.1")).isZero();
    }

    @Test
    void guessingOnAfterTheWindowBeginsAnother() {
        for (int i = 0; i < 3; i++) {
            limit.failed("192.0.2.1");
        }
        clock.advance(WINDOW);

        limit.failed("192.0.2.1");

        assertThat(limit.wait("192.0.2.1")).isZero();
    }

    @Test
    void aMillionSourcesTakeTheRoomOfTenThousand() {
        for (int source = 0; source < 1_000_000; source++) {
            limit.failed("2001:db8::" + source);
        }

        assertThat(limit.size()).isEqualTo(AttemptLimit.MAX_SOURCES);
        limit.failed("192.0.2.1");
        limit.failed("192.0.2.1");
        limit.failed("192.0.2.1");
        assertThat(limit.wait("192.0.2.1")).as("still counted").isEqualTo(WINDOW);
    }
}
