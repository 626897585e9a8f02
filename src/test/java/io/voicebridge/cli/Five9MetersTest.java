package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class Five9MetersTest {

    private final AtomicReference<MeterRegistry> registry = new AtomicReference<>(new SimpleMeterRegistry());
    private final Five9Meters meters = new Five9Meters(() -> Optional.ofNullable(registry.get()));

    @Test
    void everyWordOfAnAnswerStandsAtNothingFromTheStart() {
        meters.show();

        assertThat(told("ambiguous")).isZero();
        assertThat(told("unavailable")).isZero();
    }

    @Test
    void countsGoOnInTheRegistryThatALiveReloadPutsInPlace() {
        meters.answered("ready", Duration.ofMillis(3), false);
        registry.set(new SimpleMeterRegistry());

        meters.answered("ready", Duration.ofMillis(3), false);

        assertThat(told("ready")).isOne();
    }

    @Test
    void countsGoOnWhenALiveReloadHasClearedTheRegistry() {
        meters.answered("ready", Duration.ofMillis(3), false);
        registry.get().clear();

        meters.answered("ready", Duration.ofMillis(3), true);

        assertThat(told("ready")).isOne();
        assertThat(registry.get()
                        .get("five9_lookup")
                        .tag("waited", "yes")
                        .timer()
                        .count())
                .isOne();
    }

    @Test
    void aWordThatIsNoneIsCountedAsInvalid() {
        meters.answered("what a script sent", Duration.ZERO, false);

        assertThat(told("invalid")).isOne();
    }

    @Test
    void nobodyMeasuresIsNoFault() {
        registry.set(null);

        meters.answered("ready", Duration.ZERO, false);
    }

    private double told(String status) {
        return registry.get()
                .get("five9_lookups")
                .tag("status", status)
                .counter()
                .count();
    }
}
