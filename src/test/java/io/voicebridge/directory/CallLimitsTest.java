package io.voicebridge.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CallLimitsTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final CallLimits limits = new CallLimits(new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void refusesTheCallOverTheLimitUntilOneEnds() {
        assertThat(limits.tryAcquire("tn", "pn", "a", 1)).isTrue();
        assertThat(limits.tryAcquire("tn", "pn", "b", 1)).isFalse();
        assertThat(limits.tryAcquire("other", "pn2", "c", 1)).isTrue();

        limits.release("a");

        assertThat(limits.tryAcquire("tn", "pn", "b", 1)).isTrue();
    }

    @Test
    void countsACallOnce() {
        limits.tryAcquire("tn", "pn", "a", 5);
        limits.tryAcquire("tn", "pn", "a", 5);
        limits.release("a");
        limits.release("a");

        assertThat(limits.onNumber("pn")).isZero();
    }

    @Test
    void forgetsACallWhoseEndWasLost() {
        limits.tryAcquire("tn", "pn", "lost", 1);
        now = now.plus(CallLimits.LONGEST).plus(Duration.ofSeconds(1));

        assertThat(limits.tryAcquire("tn", "pn", "next", 1)).isTrue();
    }

    @Test
    @Duty(value = "Rate limit and flood", says = "calls a second and calls at once, in all and for each tenant")
    void letsSoManyCallsASecondBeginAndTwiceThatAtOnce() {
        for (int i = 0; i < 4; i++) {
            assertThat(limits.keepsPace("tn", 2)).isTrue();
        }
        assertThat(limits.keepsPace("tn", 2)).isFalse();
        assertThat(limits.keepsPace("other", 2)).isTrue();
        now = now.plus(Duration.ofMillis(500));
        assertThat(limits.keepsPace("tn", 2)).isTrue();
        assertThat(limits.keepsPace("tn", 2)).isFalse();
    }
}
