package io.voicebridge.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.time.MovingClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void tellsTheKindAndHasTwentyFourDigits() {
        assertThat(new Ids(at(NOON)).next("cv")).matches("cv_[0-9a-hjkmnp-tv-z]{24}");
    }

    @Test
    void sortsTheIdsOfOneMillisecondInTheOrderTheyWereMade() {
        Ids ids = new Ids(at(NOON));

        List<String> made = Stream.generate(() -> ids.next("au")).limit(10_000).toList();

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void sortsByTimeAcrossProcesses() {
        String before = new Ids(at(NOON)).next("au");
        String after = new Ids(at(NOON.plusMillis(1))).next("au");

        assertThat(after).isGreaterThan(before);
    }

    @Test
    void keepsTheOrderWhenTheClockIsSetBack() {
        MovingClock clock = new MovingClock(NOON);
        Ids ids = new Ids(clock);
        String before = ids.next("au");

        clock.advance(Duration.ofHours(-1));

        assertThat(ids.next("au")).isGreaterThan(before);
    }

    @Test
    void tellsTheLeastIdOfAMoment() {
        assertThat(Ids.first("cv", NOON)).isLessThan(new Ids(at(NOON)).next("cv"));
        assertThat(Ids.first("cv", NOON)).isGreaterThan(new Ids(at(NOON.minusMillis(1))).next("cv"));
        assertThat(Ids.first("cv", Instant.MIN)).isEqualTo("cv_" + "0".repeat(24));
        assertThat(Ids.first("cv", Instant.MAX)).isGreaterThan(Ids.first("cv", NOON));
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }
}
