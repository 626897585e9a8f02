package io.voicebridge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.WideFrame;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameRingTest {

    private static final short LOUD = 5_000;

    private final FrameRing ring = new FrameRing();
    private final short[] taken = new short[AudioPort.FRAME];

    @Test
    void carriesTheCodesOfAFrameBesideItsSamples() {
        WideFrame came = new WideFrame();
        came.set(new byte[AudioPort.FRAME], 0);
        ring.put(new short[AudioPort.FRAME], came, 0);
        ring.put(new short[AudioPort.FRAME], 0);

        WideFrame first = new WideFrame();
        WideFrame second = new WideFrame();
        ring.take(taken, first, 0);
        // The first take lets go of all but the youngest.
        ring.put(new short[AudioPort.FRAME], came, 0);
        ring.take(taken, second, 0);

        assertThat(first.isEmpty()).isTrue();
        assertThat(second.isEmpty()).isFalse();
    }

    @Test
    void givesFramesInTheirOrder() {
        take();
        put(1);
        assertThat(take()).isEqualTo(1);
        put(2);
        assertThat(take()).isEqualTo(2);
        assertThat(take()).isEqualTo(-1);
    }

    @Test
    void beginsWithTheNewestFrameOfThoseThatWaited() {
        for (int i = 1; i <= 5; i++) {
            put(i);
        }
        assertThat(take()).isEqualTo(5);
        assertThat(ring.statistics().dropped()).isZero();
    }

    @Test
    void catchesUpWhenTheOtherThreadWasHeldUp() {
        put(1);
        take();
        for (int i = 2; i <= 2 + FrameRing.MOST; i++) {
            put(i);
        }
        assertThat(take()).isEqualTo(2 + FrameRing.MOST);
        assertThat(ring.statistics().dropped()).isEqualTo(FrameRing.MOST);
    }

    @Test
    void dropsAQuietFrameWhenOneMoreThanNeededHasWaitedForLong() {
        put(0);
        take();
        put(LOUD);
        for (int i = 0; i < 2 * FrameRing.WINDOW; i++) {
            put(LOUD);
            take();
        }
        put(LOUD);
        assertThat(take()).as("not in the middle of a word").isEqualTo(LOUD);
        assertThat(ring.statistics().dropped()).isZero();

        put(0);
        take();
        put(7);
        assertThat(take()).as("the quiet frame was left out").isEqualTo(7);
        assertThat(ring.statistics().dropped()).isEqualTo(1);
    }

    @Test
    void holdsNoMoreThanItsSlots() {
        put(1);
        take();
        for (int i = 0; i < FrameRing.SLOTS + 3; i++) {
            put(i);
        }
        assertThat(ring.statistics().dropped()).isEqualTo(3);
    }

    @Test
    void tellsHowLongFramesWaited() {
        ring.put(new short[AudioPort.FRAME], 0);
        ring.take(taken, 12_000_000);
        ring.take(taken, 13_000_000);

        RelayStatistics statistics = ring.statistics();
        assertThat(statistics.medianMs()).isEqualTo(12);
        assertThat(statistics.missed()).isEqualTo(1);
    }

    @Property(tries = 300)
    void neverGoesBackAndNeverWaitsLong(@ForAll @Size(max = 2_000) List<Boolean> steps) {
        FrameRing tried = new FrameRing();
        short[] frame = new short[AudioPort.FRAME];
        short last = 0;
        short next = 1;
        for (boolean puts : steps) {
            if (puts) {
                Arrays.fill(frame, next++);
                tried.put(frame, 0);
            } else if (tried.take(frame, 0)) {
                assertThat(frame[0]).isGreaterThan(last);
                assertThat(next - frame[0]).isLessThanOrEqualTo(FrameRing.SLOTS + steps.size());
                last = frame[0];
            }
        }
    }

    private void put(int value) {
        short[] frame = new short[AudioPort.FRAME];
        Arrays.fill(frame, (short) value);
        ring.put(frame, 0);
    }

    private int take() {
        return ring.take(taken, 0) ? taken[0] : -1;
    }
}
