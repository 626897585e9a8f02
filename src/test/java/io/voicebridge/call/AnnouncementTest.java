package io.voicebridge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.rtp.AudioPort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncementTest {

    private final List<Announcement.End> ends = new ArrayList<>();
    private final short[] frame = new short[AudioPort.FRAME];

    @Test
    void playsTheSoundOnceAndSaysSo() {
        Announcement once = Announcement.once(sound(200), ends::add);

        assertThat(once.next(frame, 0)).isTrue();
        assertThat(once.next(frame, 1)).isTrue();
        assertThat(frame[39]).isEqualTo((short) 9);
        assertThat(frame[40]).as("silence after the end").isZero();
        assertThat(ends).isEmpty();
        assertThat(once.next(frame, 2)).isFalse();
        assertThat(once.next(frame, 3)).isFalse();
        assertThat(ends).containsExactly(Announcement.End.PLAYED);
    }

    @Test
    void saysThatItWasCut() {
        Leg leg = new Leg(SilentPort.INSTANCE, Keys.NONE);
        leg.plug(Announcement.once(sound(800), ends::add));
        leg.audio().next(frame, 0);

        leg.rest();

        assertThat(ends).containsExactly(Announcement.End.CUT);
        assertThat(leg.audio().next(frame, 1)).isFalse();
    }

    @Test
    void beginsAgainWhenItIsLooped() {
        Announcement looped = Announcement.looped(sound(AudioPort.FRAME));
        for (int i = 0; i < 10; i++) {
            assertThat(looped.next(frame, i)).isTrue();
        }
        assertThat(frame[0]).isEqualTo((short) 9);
    }

    @Test
    void isSilentWhenThereIsNothingToLoop() {
        assertThat(Announcement.looped(new short[0]).next(frame, 0)).isFalse();
    }

    @Test
    void isCutWhenTheCallEnds() {
        Leg leg = new Leg(SilentPort.INSTANCE, Keys.NONE);
        leg.plug(Announcement.once(sound(800), ends::add));

        leg.ended(null, new CallEnd(CallEnd.By.PEER, 200, List.of(), ""));
        leg.plug(Announcement.once(sound(800), ends::add));

        assertThat(ends).containsExactly(Announcement.End.CUT, Announcement.End.CUT);
    }

    private static short[] sound(int samples) {
        short[] pcm = new short[samples];
        Arrays.fill(pcm, (short) 9);
        return pcm;
    }
}
