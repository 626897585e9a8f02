package io.voicebridge.rtp;

import static io.voicebridge.rtp.SequenceTracker.Arrival.DUPLICATE;
import static io.voicebridge.rtp.SequenceTracker.Arrival.NEW;
import static io.voicebridge.rtp.SequenceTracker.Arrival.REORDERED;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SequenceTrackerTest {

    private final SequenceTracker tracker = new SequenceTracker();

    @Test
    void countsAcrossTheWrapOfSixteenBits() {
        for (int i = 65_500; i < 65_600; i++) {
            assertThat(tracker.accept(i & 0xFFFF)).isEqualTo(NEW);
        }
        assertThat(tracker.lost()).isZero();
    }

    @Test
    void countsWhatIsMissingUntilItComes() {
        tracker.accept(10);
        tracker.accept(13);
        assertThat(tracker.lost()).isEqualTo(2);
        assertThat(tracker.directSuccessor()).isFalse();

        assertThat(tracker.accept(11)).isEqualTo(REORDERED);
        assertThat(tracker.lost()).isEqualTo(1);
        assertThat(tracker.reordered()).isEqualTo(1);
    }

    @Test
    void takesEachPacketOnce() {
        tracker.accept(10);
        tracker.accept(11);

        assertThat(tracker.accept(11)).isEqualTo(DUPLICATE);
        assertThat(tracker.accept(10)).isEqualTo(DUPLICATE);
        assertThat(tracker.duplicates()).isEqualTo(2);
        assertThat(tracker.lost()).isZero();
    }

    @Test
    void packetFromBeforeTheFirstIsNoLoss() {
        tracker.accept(10);

        assertThat(tracker.accept(9)).isEqualTo(REORDERED);
        assertThat(tracker.lost()).isZero();
    }

    @Test
    void startsAgainAfterTwoPacketsFarAway() {
        tracker.accept(10);
        assertThat(tracker.accept(40_000)).isEqualTo(DUPLICATE);
        assertThat(tracker.accept(11)).isEqualTo(NEW);
        assertThat(tracker.accept(50_000)).isEqualTo(DUPLICATE);
        assertThat(tracker.accept(50_001)).isEqualTo(NEW);
        assertThat(tracker.lost()).isZero();
    }

    @Property
    void knowsEveryLoss(@ForAll @IntRange(max = 65_535) int first, @ForAll @IntRange(min = 2, max = 50) int every) {
        SequenceTracker lossy = new SequenceTracker();
        int dropped = 0;
        for (int i = 0; i <= 1000; i++) {
            if (i % every == 1) {
                dropped++;
            } else {
                lossy.accept(first + i & 0xFFFF);
            }
        }
        assertThat(lossy.lost()).isEqualTo(1000 % every == 1 ? dropped - 1 : dropped);
    }
}
