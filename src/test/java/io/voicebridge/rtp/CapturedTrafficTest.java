package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Carrier;
import io.voicebridge.rtp.codec.AudioCodec;
import io.voicebridge.rtp.codec.G711;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traffic of real equipment, from the captures that SIPp brings along. */
class CapturedTrafficTest {

    /** g711a.pcap: eight seconds of A-law in packets of 30 ms, with the jitter of its day. */
    @Carrier(value = "any with frames of 30 ms", says = "PCMA in frames of 30 ms is played whole")
    @Test
    void playsEverySampleOfAStreamOfThirtyMilliseconds() throws IOException {
        List<Pcap.Datagram> capture = Pcap.ofSipp("g711a.pcap");
        Listening listening = listening(OptionalInt.empty());
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (Pcap.Datagram datagram : capture) {
            sent.write(datagram.payload(), RtpHeader.SIZE, datagram.payload().length - RtpHeader.SIZE);
            listening.hears(1 + datagram.millis(), datagram.payload());
        }
        listening.until(1 + capture.get(capture.size() - 1).millis() + 120);

        short[] expected = new short[sent.size()];
        G711.PCMA.decode(sent.toByteArray(), 0, expected, 0, expected.length);
        assertThat(listening.receiver.buffer().late()).isZero();
        assertThat(listening.receiver.sequence().lost()).isZero();
        assertThat(listening.receiver.buffer().concealed()).isLessThanOrEqualTo(3);
        assertThat(energy(listening.played())).isBetween(0.99 * energy(expected), 1.02 * energy(expected));
    }

    @Carrier(value = "any with RFC 4733 digits", says = "each digit of captured streams is heard once")
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "5, 5", "9, 9", "star, *", "pound, #"})
    void hearsTheDigitOnce(String name, String digit) throws IOException {
        Listening listening = listening(OptionalInt.of(101));
        for (Pcap.Datagram datagram : Pcap.ofSipp("dtmf_2833_" + name + ".pcap")) {
            listening.hears(1 + datagram.millis(), datagram.payload());
        }
        listening.until(1000);

        assertThat(listening.digits).hasToString(digit);
    }

    /** As SIPp plays it: audio and digit from one port, but each capture with its own SSRC and sequence. */
    @Test
    void hearsADigitThatComesUnderAnotherSsrc() throws IOException {
        Listening listening = listening(OptionalInt.of(101));
        for (int i = 0; i < 20; i++) {
            listening.hears(1 + 20 * i, Listening.numbered(i, 160));
        }
        for (Pcap.Datagram datagram : Pcap.ofSipp("dtmf_2833_3.pcap")) {
            listening.hears(401 + datagram.millis(), datagram.payload());
        }
        listening.until(1400);
        for (int i = 50; i < 70; i++) {
            listening.hears(1401 + 20 * i, Listening.numbered(i, 160));
        }
        listening.until(3000);

        assertThat(listening.digits).hasToString("3");
        assertThat(listening.count(Listening.value(60))).isEqualTo(160);
    }

    private static Listening listening(OptionalInt telephoneEvent) {
        Listening listening = new Listening();
        listening.receiver.configure(
                RtpParameters.of(Listening.PEER, AudioCodec.PCMA).withTelephoneEvent(telephoneEvent));
        return listening;
    }

    private static double energy(short[] samples) {
        double sum = 0;
        for (short sample : samples) {
            sum += (double) sample * sample;
        }
        return sum;
    }
}
