package io.voicebridge.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimerWheelTest {

    private long now = 5000;
    private final TimerWheel wheel = new TimerWheel(() -> now, () -> {});
    private final List<String> ran = new ArrayList<>();

    private void pass(int millis) {
        now += millis;
        wheel.advance();
    }

    @Test
    void runsAtTheFirstTickThatIsNotTooEarly() {
        wheel.schedule(495, () -> ran.add("a"));
        pass(490);
        assertThat(ran).isEmpty();
        pass(10);
        assertThat(ran).containsExactly("a");
        assertThat(wheel.pending()).isZero();
    }

    @Test
    void runsLongTimersAfterManyTurns() {
        wheel.schedule(180_000, () -> ran.add("a"));
        for (int i = 0; i < 17_999; i++) {
            pass(10);
        }
        assertThat(ran).isEmpty();
        pass(10);
        assertThat(ran).hasSize(1);
    }

    @Test
    void doesNotRunWhatWasCancelled() {
        TimerWheel.Timer timer = wheel.schedule(10, () -> ran.add("a"));
        timer.cancel();
        timer.cancel();
        pass(1000);
        assertThat(ran).isEmpty();
        assertThat(wheel.pending()).isZero();
    }

    @Test
    void oneThatFailsDoesNotStopOthers() {
        wheel.schedule(10, () -> {
            throw new IllegalStateException("expected by a test");
        });
        wheel.schedule(10, () -> ran.add("b"));
        pass(10);
        assertThat(ran).containsExactly("b");
    }

    @Test
    void anActionMaySetAndCancelOthers() {
        TimerWheel.Timer victim = wheel.schedule(20, () -> ran.add("victim"));
        wheel.schedule(10, () -> {
            victim.cancel();
            wheel.schedule(0, () -> ran.add("next"));
        });
        pass(50);
        pass(10);
        assertThat(ran).containsExactly("next");
    }

    @Property
    void runsEachOnceAndNeverEarly(
            @ForAll @Size(min = 1, max = 100) List<@IntRange(max = 40_000) Integer> delays, @ForAll Random random) {
        List<Integer> late = new ArrayList<>();
        long start = now;
        for (int delay : delays) {
            wheel.schedule(delay, () -> late.add((int) (now - start - delay)));
        }
        while (now - start < 41_000) {
            pass(1 + random.nextInt(30));
        }
        assertThat(late).hasSameSizeAs(delays).allMatch(l -> l >= 0 && l <= 40);
    }
}
