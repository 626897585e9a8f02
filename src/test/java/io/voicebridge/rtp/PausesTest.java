package io.voicebridge.rtp;

import static io.voicebridge.rtp.Listening.numbered;
import static io.voicebridge.rtp.Listening.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voicebridge.conformance.Carrier;
import io.voicebridge.conformance.Rfc;
import org.junit.jupiter.api.Test;

/** A peer that sends nothing while nobody speaks, on virtual time. */
class PausesTest {

    private static final int SSRC = 0x1234_5678;
    private static final int SEQUENCE = 65_530;
    private static final int TIMESTAMP = 0xFFFF_FE00;

    private final Listening listening = new Listening();

    /** Speech from this frame of time to that one, the numbers of its packets without a gap. */
    private void speaks(int from, int to, int numberOfFirst) {
        for (int i = from; i < to; i++) {
            byte[] packet = numbered(i, 160);
            int sequence = SEQUENCE + numberOfFirst + i - from;
            packet[2] = (byte) (sequence >> 8);
            packet[3] = (byte) sequence;
            listening.hears(1 + 20 * i, packet);
        }
    }

    private void wantsNoise(int frame, int number, int level) {
        listening.hears(
                1 + 20 * frame,
                Listening.packet(
                        13, false, SEQUENCE + number & 0xFFFF, TIMESTAMP + 160 * frame, SSRC, new byte[] {(byte) level
                        }));
    }

    @Carrier(
            value = "any with voice activity detection",
            says = "a pause in which nothing is sent is neither loss nor concealed as loss")
    @Test
    void areNoLoss() {
        speaks(0, 50, 0);
        speaks(100, 150, 50);
        listening.until(3000);

        assertThat(listening.receiver.sequence().lost()).isZero();
        assertThat(listening.receiver.buffer().concealed()).isZero();
        assertThat(listening.receiver.buffer().late()).isZero();
        for (int i = 100; i < 145; i++) {
            assertThat(listening.count(value(i))).as("samples of packet %d", i).isGreaterThanOrEqualTo(128);
        }
    }

    @Test
    void areNotMadeOfPacketsThatComeTooLate() {
        speaks(0, 50, 0);
        listening.until(1500); // 500 ms of nothing, then all at once
        for (int i = 50; i < 75; i++) {
            listening.hears(1501, numbered(i, 160));
        }
        speaks(75, 100, 75);

        assertThat(listening.receiver.buffer().late()).isPositive();
        assertThat(listening.receiver.buffer().concealed()).isPositive();
    }

    @Test
    void areToldFromALossByTheNumbers() {
        speaks(0, 50, 0);
        speaks(51, 100, 51);

        assertThat(listening.receiver.sequence().lost()).isEqualTo(1);
        assertThat(listening.receiver.buffer().concealed()).isEqualTo(1);
    }

    @Rfc(
            value = "3389, 3.1",
            says = "noise of the level that the peer says is heard until it speaks again, in place of concealment")
    @Test
    void areFilledWithTheNoiseThatThePeerWants() {
        speaks(0, 50, 0);
        wantsNoise(50, 50, 50);
        listening.until(1500);
        wantsNoise(75, 51, 40);
        speaks(100, 120, 52);
        listening.until(2300);

        assertThat(decibels(55, 70)).isCloseTo(-50, within(1.0));
        assertThat(decibels(80, 99)).isCloseTo(-40, within(1.0));
        assertThat(listening.receiver.buffer().concealed()).isZero();
        assertThat(listening.receiver.unusable()).isZero();
        for (int i = 100; i < 110; i++) {
            assertThat(listening.count(value(i))).isGreaterThanOrEqualTo(160);
        }
    }

    @Test
    void areNeitherLoudNorEndlessWhateverThePeerSays() {
        speaks(0, 10, 0);
        wantsNoise(10, 10, 0); // as loud as can be
        listening.until(1000);
        assertThat(decibels(20, 40)).isCloseTo(-20, within(1.0));

        speaks(60, 70, 11);
        speaks(71, 100, 22); // one is lost, and that is concealed as ever
        assertThat(listening.receiver.buffer().concealed()).isEqualTo(1);
    }

    @Rfc("3389, 3.1")
    @Test
    void disturbNeitherDigitsNorTheSource() {
        speaks(0, 10, 0);
        wantsNoise(10, 10, 60);
        byte[] digit = {5, (byte) 0x8A, 3, 0x20};
        listening.hears(300, Listening.packet(101, true, SEQUENCE + 11 & 0xFFFF, TIMESTAMP + 2400, SSRC, digit));
        speaks(30, 40, 12);
        listening.until(1000);

        assertThat(listening.digits).hasToString("5");
        assertThat(listening.receiver.source().refused()).isZero();
        assertThat(listening.receiver.sequence().lost()).isZero();
    }

    /** RMS of what was played from this frame of the sender's time to that one, relative to overload; 40 ms later. */
    private double decibels(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            for (short sample : listening.frames.get(i + 2)) {
                sum += (double) sample * sample;
            }
        }
        return 20 * Math.log10(Math.sqrt(sum / (to - from) / AudioPort.FRAME) / 32_767);
    }
}
