package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Duty;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortPoolTest {

    private final AtomicLong nanos = new AtomicLong();
    private final PortPool pool =
            new PortPool(new PortRange(20_001, 20_010), Duration.ofSeconds(30), new Random(1), nanos::get);

    @Duty(value = "RTP ports", says = "even ports at random, each at rest after its call")
    @Test
    void givesEachEvenPortWithItsNeighbourOnce() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            ports.add(pool.take().getAsInt());
        }

        assertThat(ports).containsExactlyInAnyOrder(20_002, 20_004, 20_006, 20_008);
        assertThat(pool.take()).isEmpty();
    }

    @Duty("RTP ports")
    @Test
    void portRestsBeforeItIsUsedAgain() {
        for (int i = 0; i < 4; i++) {
            pool.take();
        }
        pool.release(20_004);

        nanos.addAndGet(Duration.ofSeconds(29).toNanos());
        assertThat(pool.take()).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(pool.take()).hasValue(20_004);
    }

    @Test
    void readsARange() {
        assertThat(PortRange.parse(" 20000 - 29999 ")).isEqualTo(new PortRange(20_000, 29_999));
        assertThat(PortRange.parse("0")).isEqualTo(PortRange.ANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20000", "20000-", "a-b", "80-90", "30000-20000", "65000-70000", "-5"})
    void saysWhatIsWrongWithARange(String text) {
        assertThatThrownBy(() -> PortRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RTP ports");
    }
}
