package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.rtp.codec.AudioCodec;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderTest {

    private final Sender sender = new Sender(new SecureRandom());
    private final List<byte[]> sent = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "20, 160, 12",
        "10, 80, 24",
        "40, 320, 6",
        "60, 480, 4",
        "30, 240, 8",
        "50, 400, 4",
        "35, 240, 8",
        "5, 80, 24",
        "100, 480, 4"
    })
    void packsFramesIntoPacketsWithoutAGapInTime(int ptime, int samples, int packets) {
        configure(ptime, Flow.BOTH);

        speak(12);

        assertThat(sent).hasSize(packets);
        for (int i = 1; i < sent.size(); i++) {
            assertThat(sent.get(i)).hasSize(RtpHeader.SIZE + samples);
            assertThat(RtpHeader.timestamp(sent.get(i)) - RtpHeader.timestamp(sent.get(i - 1)))
                    .isEqualTo(samples);
            assertThat(RtpHeader.sequence(sent.get(i)) - RtpHeader.sequence(sent.get(i - 1)) & 0xFFFF)
                    .isEqualTo(1);
        }
    }

    /** RFC 3551 section 4.1: the marker is for the first packet after a time in which none was sent. */
    @Test
    void marksTheFirstPacketOnlyAndTheFirstAfterAHold() {
        configure(20, Flow.BOTH);
        speak(3);
        configure(20, Flow.RECEIVE_ONLY);
        speak(5);
        configure(20, Flow.BOTH);
        speak(2);

        assertThat(sent.stream().map(RtpHeader::marker)).containsExactly(true, false, false, true, false);
        assertThat(RtpHeader.timestamp(sent.get(3)) - RtpHeader.timestamp(sent.get(2)))
                .isEqualTo(6 * 160);
        assertThat(RtpHeader.sequence(sent.get(3)) - RtpHeader.sequence(sent.get(2)) & 0xFFFF)
                .isEqualTo(1);
    }

    @Test
    void sendsNothingToAZeroAddress() {
        sender.configure(RtpParameters.of(new InetSocketAddress("0.0.0.0", 4000), AudioCodec.PCMU));

        speak(3);

        assertThat(sent).isEmpty();
    }

    @Test
    void keepsTimeWhileADigitStandsInForAudio() {
        configure(40, Flow.BOTH);
        speak(1);
        sender.digits().add('5');
        speak(9);

        List<Integer> types = sent.stream().map(RtpHeader::payloadType).toList();
        assertThat(types).containsExactly(0, 101, 101, 101, 101, 101, 101, 101, 0);
        assertThat(RtpHeader.timestamp(sent.get(1)) - RtpHeader.timestamp(sent.get(0)))
                .isEqualTo(160);
        assertThat(RtpHeader.timestamp(sent.get(8)) - RtpHeader.timestamp(sent.get(1)))
                .isEqualTo(7 * 160);
        assertThat(RtpHeader.marker(sent.get(1))).isTrue();
    }

    private void configure(int ptime, Flow flow) {
        sender.configure(RtpParameters.of(new InetSocketAddress("198.51.100.7", 4000), AudioCodec.PCMU)
                .withPtime(ptime)
                .with(flow));
    }

    private void speak(int frames) {
        for (int i = 0; i < frames; i++) {
            sender.send(
                    new short[AudioPort.FRAME],
                    new WideFrame(),
                    (packet, length) -> sent.add(Arrays.copyOf(packet, length)));
        }
    }
}
