package io.voicebridge.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestLimitTest {

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final RequestLimit limit = new RequestLimit(2, new Clock() {
        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now.get());
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    });

    @Test
    void countsDownAndStartsAnewAfterTheWindow() {
        assertThat(limit.take("k")).isEqualTo(new RequestLimit.Standing(2, 1, 60, false));
        now.addAndGet(59_001);
        assertThat(limit.take("k")).isEqualTo(new RequestLimit.Standing(2, 0, 1, false));
        assertThat(limit.take("k")).isEqualTo(new RequestLimit.Standing(2, 0, 1, true));
        now.addAndGet(999);
        assertThat(limit.take("k")).isEqualTo(new RequestLimit.Standing(2, 1, 60, false));
    }

    @Test
    void countsEachKeyByItself() {
        limit.take("a");
        limit.take("a");

        assertThat(limit.take("a").isOver()).isTrue();
        assertThat(limit.take("b").isOver()).isFalse();
    }

    @Test
    void forgetsTheKeyThatWasQuietForLongest() {
        limit.take("a");
        limit.take("a");
        for (int i = 0; i < RequestLimit.MAX_KEYS; i++) {
            limit.take("k" + i);
        }

        assertThat(limit.take("a").isOver()).isFalse();
    }
}
