package io.voicebridge.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimelineQueueTest {

    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(2);

    private static final int MOST = 8;

    private long now = Long.MAX_VALUE - SHORT.toNanos(); // it may overflow, as System.nanoTime may
    private final TimelineQueue queue = new TimelineQueue(MOST, () -> now);

    private void passes(Duration time) {
        now += time.toNanos();
    }

    private boolean offers(Duration within) {
        return queue.offer(new TimelineRow(), within);
    }

    @Test
    void whatMayWaitLongIsDueWhenTheFirstHasWaitedForSoLong() {
        offers(LONG);
        passes(Duration.ofSeconds(1));
        assertThat(queue.left()).isEqualTo(Duration.ofSeconds(1).toNanos());

        passes(Duration.ofSeconds(1));

        assertThat(queue.left()).isZero();
    }

    @Test
    void whatIsUrgentTakesTheOthersWithIt() {
        offers(LONG);
        offers(SHORT);

        passes(SHORT);

        assertThat(queue.left()).isZero();
        assertThat(queue.drain()).hasSize(2);
    }

    @Test
    void anUrgentOneIsNotHeldUpByOneThatComesAfter() {
        offers(SHORT);
        offers(LONG);

        assertThat(queue.left()).isEqualTo(SHORT.toNanos());
    }

    @Test
    void allAreDueOnceTheQueueIsHalfFull() {
        for (int i = 1; i < MOST / 2; i++) {
            offers(LONG);
        }
        assertThat(queue.left()).isPositive();

        offers(LONG);

        assertThat(queue.left()).isZero();
    }

    @Test
    void whatComesWhenTheQueueIsFullIsNotTaken() {
        for (int i = 0; i < MOST; i++) {
            assertThat(offers(LONG)).isTrue();
        }

        assertThat(offers(SHORT)).isFalse();
        assertThat(queue.drain()).hasSize(MOST);
        assertThat(offers(SHORT)).isTrue();
    }

    @Test
    void nothingIsDueWhereNothingWaits() {
        offers(SHORT);
        queue.drain();
        passes(SHORT);

        assertThat(queue.left()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void closedAllAreDueAndNobodyWaitsForMore() throws Exception {
        offers(LONG);
        queue.close();
        assertThat(queue.left()).isZero();
        queue.drain();

        queue.awaitDue(Duration.ofDays(1));

        assertThat(queue.isEmpty()).isTrue();
    }
}
