package io.voicebridge.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.rtp.RtcpStatistics;
import io.voicebridge.rtp.RtpStatistics;
import io.voicebridge.rtp.codec.AudioCodec;
import org.junit.jupiter.api.Test;

class MediaNoteTest {

    @Test
    void saysHowTheAudioWent() {
        assertThat(MediaNote.of(counted(734, 3, 0)).summary())
                .isEqualTo("Audio in: 734 packets, 3 lost, 1 late, jitter 2.1 ms; out: 735 packets");
    }

    @Test
    void saysThatTheCallerSentNoAudioAtAll() {
        assertThat(MediaNote.of(counted(0, 0, 0)).summary()).startsWith("The caller sent no audio at all");
    }

    @Test
    void saysThatStrangersSentInsteadOfTheCaller() {
        assertThat(MediaNote.of(counted(0, 0, 12)).summary()).contains("12 packets came that were not of the call");
    }

    private static RtpStatistics counted(long received, long lost, long refused) {
        return new RtpStatistics(
                735,
                received,
                0,
                735,
                0,
                0,
                lost,
                1,
                0,
                0,
                0,
                refused,
                0,
                0,
                2.13,
                0,
                3,
                0,
                0,
                AudioCodec.PCMU,
                RtcpStatistics.NONE);
    }
}
