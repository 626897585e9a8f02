package io.voicebridge.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimelineQueueTest {

    private static final Duration WITHIN = Duration.ofMillis(150);

    private static final int MOST = 8;

    private long now = Long.MAX_VALUE - WITHIN.toNanos() / 2; // it may overflow, as System.nanoTime may
    private final TimelineQueue queue = new TimelineQueue(MOST, WITHIN, () -> now);

    private void passes(Duration time) {
        now += time.toNanos();
    }

    private boolean offers() {
        return queue.offer(new TimelineRow());
    }

    @Test
    void allAreDueWhenTheFirstHasWaitedForAsLongAsItMay() {
        offers();
        passes(Duration.ofMillis(100));
        offers();
        assertThat(queue.left()).isEqualTo(Duration.ofMillis(50).toNanos());

        passes(Duration.ofMillis(50));

        assertThat(queue.left()).isZero();
        assertThat(queue.drain()).hasSize(2);
    }

    @Test
    void theFirstAfterThatWaitsAnew() {
        offers();
        passes(WITHIN);
        queue.drain();

        offers();

        assertThat(queue.left()).isEqualTo(WITHIN.toNanos());
    }

    @Test
    void allAreDueOnceTheQueueIsHalfFull() {
        for (int i = 1; i < MOST / 2; i++) {
            offers();
        }
        assertThat(queue.left()).isPositive();

        offers();

        assertThat(queue.left()).isZero();
    }

    @Test
    void whatComesWhenTheQueueIsFullIsNotTaken() {
        for (int i = 0; i < MOST; i++) {
            assertThat(offers()).isTrue();
        }

        assertThat(offers()).isFalse();
        assertThat(queue.drain()).hasSize(MOST);
        assertThat(offers()).isTrue();
    }

    @Test
    void nothingIsDueWhereNothingWaits() {
        offers();
        queue.drain();
        passes(WITHIN);

        assertThat(queue.left()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void closedAllAreDueAndNobodyWaitsForMore() throws Exception {
        offers();
        queue.close();
        assertThat(queue.left()).isZero();
        queue.drain();

        queue.awaitDue(Duration.ofDays(1));

        assertThat(queue.isEmpty()).isTrue();
    }
}
