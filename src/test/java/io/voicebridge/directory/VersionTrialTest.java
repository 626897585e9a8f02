package io.voicebridge.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VersionTrialTest {

    private static final int CALLS = 20_000;

    @Test
    void takesItsShareOfTheCalls() {
        for (int percent : new int[] {1, 10, 50, 99}) {
            assertThat(taken(new VersionTrial(4, percent)).size() * 100.0 / CALLS)
                    .isCloseTo(percent, within(1.0));
        }
    }

    @Test
    void takesAllOfThemAtAHundred() {
        assertThat(taken(new VersionTrial(4, 100))).hasSize(CALLS);
    }

    @Test
    void decidesTheSameForTheSameCall() {
        assertThat(taken(new VersionTrial(4, 10))).isEqualTo(taken(new VersionTrial(4, 10)));
    }

    @Test
    void aLargerShareKeepsWhatTheSmallerOneHad() {
        assertThat(taken(new VersionTrial(4, 25))).containsAll(taken(new VersionTrial(4, 10)));
    }

    @Test
    void anotherVersionIsTriedOnOtherCalls() {
        Set<Integer> both = taken(new VersionTrial(4, 10));
        both.retainAll(taken(new VersionTrial(5, 10)));

        assertThat(both.size() * 100.0 / CALLS).isCloseTo(1, within(0.5));
    }

    private static Set<Integer> taken(VersionTrial trial) {
        IntPredicate takes = call -> trial.takes("ag_1", "call-" + call);
        return IntStream.range(0, CALLS).filter(takes).boxed().collect(Collectors.toSet());
    }
}
