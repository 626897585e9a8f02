package io.voicebridge.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

@Duty("Toll fraud")
class OutboundCallsTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final OutboundCalls calls = new OutboundCalls(new Clock() {
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

    private String begin(int atOnce, int perMinute, int perDay) {
        return calls.begin("tn", new OutboundLimits(List.of(), atOnce, perMinute, perDay, 60, 60))
                .map(Destinations.Refusal::code)
                .orElse("");
    }

    @Test
    void refusesTheCallOverTheLimitUntilOneEnds() {
        assertThat(begin(1, 9, 9)).isEmpty();
        assertThat(begin(1, 9, 9)).isEqualTo("outbound_calls");
        calls.end("tn");
        assertThat(begin(1, 9, 9)).isEmpty();
    }

    @Test
    void refusesMoreThanSoManyAMinute() {
        begin(9, 2, 9);
        begin(9, 2, 9);
        assertThat(begin(9, 2, 9)).isEqualTo("outbound_per_minute");
        now = now.plus(Duration.ofSeconds(61));
        assertThat(begin(9, 2, 9)).isEmpty();
    }

    @Test
    void refusesMoreThanSoManyADay() {
        begin(9, 9, 2);
        now = now.plus(Duration.ofHours(12));
        begin(9, 9, 2);
        now = now.plus(Duration.ofHours(11));
        assertThat(begin(9, 9, 2)).isEqualTo("outbound_per_day");
        now = now.plus(Duration.ofHours(2));
        assertThat(begin(9, 9, 2)).isEmpty();
    }

    @Test
    void countsEachTenantForItself() {
        begin(1, 9, 9);
        assertThat(calls.begin("other", new OutboundLimits(List.of(), 1, 1, 1, 60, 60)))
                .isEmpty();
    }
}
