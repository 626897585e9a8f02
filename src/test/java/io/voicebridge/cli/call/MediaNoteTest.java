package io.voicebridge.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.call.MediaNotice;
import io.voicebridge.call.MediaNotice.Kind;
import io.voicebridge.conversation.Note;
import io.voicebridge.rtp.RtcpStatistics;
import io.voicebridge.rtp.RtcpStatistics.PeerReport;
import io.voicebridge.rtp.RtpStatistics;
import io.voicebridge.rtp.codec.AudioCodec;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
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

    @Test
    void saysWhatTheCallersReportsSay() {
        RtcpStatistics rtcp =
                new RtcpStatistics(3, 3, 0, Optional.of(new PeerReport(12, 0.016, 4)), OptionalDouble.of(81.2));

        Note note = MediaNote.of(counted(734, 3, 0, rtcp));

        assertThat(note.summary())
                .isEqualTo("Audio in: 734 packets, 3 lost, 1 late, jitter 2.1 ms; out: 735 packets, 12 lost by the"
                        + " caller's reports; round trip 81 ms");
        assertThat(note.detail())
                .containsEntry("peer_packets_lost", 12L)
                .containsEntry("round_trip_ms", 81.2)
                .containsEntry("mos_received", 4.3)
                .containsEntry("mos_sent", 4.2);
    }

    @Test
    void saysThatTheCallersReportsSayNothingOfOurAudio() {
        RtcpStatistics rtcp = new RtcpStatistics(3, 3, 0, Optional.empty(), OptionalDouble.empty());

        assertThat(MediaNote.of(counted(734, 3, 0, rtcp)).summary())
                .endsWith("out: 735 packets, of which the caller's reports say nothing");
    }

    @Test
    void saysWhatIsWrongWhileItIs() {
        MediaNotice lost = new MediaNotice(Kind.LOST, Duration.ofSeconds(60));
        MediaNotice unheard = new MediaNotice(Kind.UNHEARD, Duration.ofSeconds(24));

        assertThat(MediaNote.of(lost).summary())
                .isEqualTo("Neither audio nor a report came from the caller for 60 s: the call was ended");
        assertThat(MediaNote.of(unheard).summary()).contains("none of our audio has arrived for 24 s");
    }

    private static RtpStatistics counted(long received, long lost, long refused) {
        return counted(received, lost, refused, RtcpStatistics.NONE);
    }

    private static RtpStatistics counted(long received, long lost, long refused, RtcpStatistics rtcp) {
        return new RtpStatistics(
                735, received, 0, 735, 0, 0, lost, 1, 0, 0, 0, refused, 0, 0, 2.13, 0, 3, 0, 0, AudioCodec.PCMU, rtcp);
    }
}
