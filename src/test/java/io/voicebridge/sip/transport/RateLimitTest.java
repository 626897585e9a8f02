package io.voicebridge.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final long SECOND = 1_000_000_000L;

    private long now;
    private final RateLimit limit = new RateLimit(10, 5, () -> now);

    private int taken(int attempts) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            taken += limit.tryTake() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void letsTheBurstThroughAndNoMore() {
        assertThat(taken(100)).isEqualTo(5);
    }

    @Test
    void fillsAtTheRate() {
        taken(100);
        now += SECOND / 5;
        assertThat(taken(100)).isEqualTo(2);
    }

    @Test
    void neverHoldsMoreThanTheBurst() {
        now += 3600 * SECOND;
        assertThat(taken(100)).isEqualTo(5);
    }

    @Test
    void letsEverythingThroughWithoutALimit() {
        RateLimit none = new RateLimit(0, 1, () -> now);
        for (int i = 0; i < 1000; i++) {
            assertThat(none.tryTake()).isTrue();
        }
    }
}
