package io.voicebridge.five9.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NightWindowTest {

    private static final NightWindow PACIFIC = NightWindow.of("23:00-06:00 America/Los_Angeles");

    @Test
    @Five9(Five9Habit.DNC_HOURS)
    void isOpenFromElevenAtNightToSixInTheMorning() {
        assertThat(PACIFIC.isOpen(Instant.parse("2026-01-15T06:59:59Z"))).isFalse();
        assertThat(PACIFIC.isOpen(Instant.parse("2026-01-15T07:00:00Z"))).isTrue();
        assertThat(PACIFIC.isOpen(Instant.parse("2026-01-15T13:59:59Z"))).isTrue();
        assertThat(PACIFIC.isOpen(Instant.parse("2026-01-15T14:00:00Z"))).isFalse();
    }

    @Test
    void opensByTheClockOnTheWallThereInSummerToo() {
        assertThat(PACIFIC.next(Instant.parse("2026-01-15T20:00:00Z")))
                .isEqualTo(Instant.parse("2026-01-16T07:00:00Z"));
        assertThat(PACIFIC.next(Instant.parse("2026-07-15T20:00:00Z")))
                .isEqualTo(Instant.parse("2026-07-16T06:00:00Z"));
    }

    @Test
    void itsNextTimeIsInItForEveryHourOfAYearWithBothChangesOfTheClock() {
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        for (Instant at = Instant.parse("2026-01-01T00:00:00Z");
                at.isBefore(end);
                at = at.plus(Duration.ofMinutes(30))) {
            assertThat(PACIFIC.isOpen(PACIFIC.next(at))).as(at.toString()).isTrue();
            assertThat(Duration.between(at, PACIFIC.next(at))).isBetween(Duration.ZERO, Duration.ofHours(18));
            assertThat(PACIFIC.opensAfter(at)).isAfter(at);
        }
    }

    @Test
    void withoutHoursItIsAlwaysOpen() {
        assertThat(NightWindow.of(" ").isOpen(Instant.parse("2026-01-15T20:00:00Z")))
                .isTrue();
    }

    @Test
    void whatIsNoWindowIsRefusedAtTheStart() {
        for (String text : new String[] {"23-6", "23:00-06:00", "25:00-06:00 UTC", "23:00-06:00 Nowhere/City"}) {
            assertThatThrownBy(() -> NightWindow.of(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bridge.five9.dnc-hours");
        }
    }
}
