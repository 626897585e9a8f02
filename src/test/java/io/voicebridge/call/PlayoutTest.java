package io.voicebridge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.rtp.AudioPort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayoutTest {

    private final List<String> told = new ArrayList<>();
    private final Playout playout = new Playout((item, ms, complete) -> told.add(item + " " + ms + " " + complete));
    private final short[] frame = new short[AudioPort.FRAME];

    @Test
    void hasNothingToSayAtFirst() {
        assertThat(playout.next(frame)).isFalse();
    }

    @Test
    void playsChunksOfAnyLengthWithoutGap() {
        playout.add("a", samples(100, 1), false);
        playout.add("a", samples(100, 2), true);

        assertThat(playout.next(frame)).isTrue();
        assertThat(frame[99]).isEqualTo((short) 1);
        assertThat(frame[100]).isEqualTo((short) 2);
        assertThat(playout.next(frame)).isTrue();
        assertThat(frame[39]).isEqualTo((short) 2);
        assertThat(frame[40]).isZero();
        assertThat(playout.next(frame)).isFalse();
    }

    @Test
    void countsGapsInAnUtteranceAndNotThoseAfterIt() {
        playout.add("a", samples(160, 1), false);
        playout.next(frame);
        playout.next(frame);
        playout.next(frame);
        playout.add("a", samples(160, 1), false);
        playout.next(frame);
        playout.next(frame);
        playout.add("a", samples(0, 1), true);
        playout.next(frame);
        playout.add("b", samples(160, 1), true);
        playout.next(frame);

        assertThat(playout.underruns()).isEqualTo(1);
    }

    @Test
    void tellsWhenAnUtteranceWasHeardWhole() {
        playout.add("a", samples(320, 1), true);

        playout.next(frame);
        assertThat(told).isEmpty();
        playout.next(frame);
        assertThat(told).containsExactly("a 40 true");
    }

    @Test
    void tellsHowMuchWasHeardOfWhatWasCut() {
        playout.add("a", samples(800, 1), false);
        playout.add("a", samples(800, 1), true);
        playout.add("b", samples(800, 1), true);
        playout.next(frame);

        playout.stop();

        assertThat(playout.next(frame)).isFalse();
        assertThat(told).containsExactly("a 20 false", "b 0 false");
    }

    @Test
    void cutsAnUtteranceWhoseEndHasNotBeenAdded() {
        playout.add("a", samples(160, 1), false);
        playout.next(frame);

        playout.stop();
        playout.next(frame);

        assertThat(told).containsExactly("a 20 false");
    }

    @Test
    void playsWhatIsAddedAfterAStop() {
        playout.add("a", samples(800, 1), true);
        playout.stop();
        playout.add("b", samples(160, 7), true);

        assertThat(playout.next(frame)).isTrue();
        assertThat(frame[0]).isEqualTo((short) 7);
        assertThat(told).containsExactly("a 0 false", "b 20 true");
    }

    @Test
    void takesNoMoreThanItsLimit() {
        assertThat(playout.add("a", new short[Playout.MAX_SAMPLES], false)).isTrue();
        assertThat(playout.add("a", new short[1], true)).isFalse();
    }

    @Test
    void reportsWhatWasNotHeardWhenTheCallEnds() {
        playout.add("a", samples(800, 1), true);
        playout.next(frame);

        playout.close();

        assertThat(told).containsExactly("a 20 false");
        assertThat(playout.add("b", samples(1, 1), true)).isFalse();
    }

    private static short[] samples(int count, int value) {
        short[] pcm = new short[count];
        Arrays.fill(pcm, (short) value);
        return pcm;
    }
}
