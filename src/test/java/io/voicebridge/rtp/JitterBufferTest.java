package io.voicebridge.rtp;

import static io.voicebridge.rtp.Listening.numbered;
import static io.voicebridge.rtp.Listening.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receiver and jitter buffer on virtual time. */
class JitterBufferTest {

    private record Coming(double millis, int number) {}

    private final Listening listening = new Listening();

    @Test
    void playsSilenceBeforeTheFirstPacket() {
        listening.until(100);

        assertThat(listening.played()).hasSize(5 * AudioPort.FRAME).containsOnly(0);
        assertThat(listening.receiver.buffer().concealed()).isZero();
    }

    @Test
    void playsAPacketFortyMillisecondsLater() {
        for (int i = 0; i < 10; i++) {
            listening.hears(1 + 20 * i, numbered(i, 160));
        }
        listening.until(200);

        assertThat(listening.frames.get(1)).containsOnly(0);
        assertThat(listening.frames.get(2)).containsOnly(value(0));
        assertThat(listening.frames.get(9)).containsOnly(value(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 50, 60})
    void reframesPacketsOfAnyLength(int ptime) {
        int samples = ptime * 8;
        int packets = 1200 / ptime;
        for (int i = 0; i < packets; i++) {
            listening.hears(1 + ptime * i, numbered(i, samples));
        }
        listening.until(1400);

        short[] played = listening.played();
        int first = 2 * AudioPort.FRAME;
        for (int i = 0; i < packets * samples; i++) {
            assertThat(played[first + i]).isEqualTo(value(i / samples));
        }
        assertThat(listening.receiver.buffer().late()).isZero();
    }

    @Property(tries = 300)
    void orderAndRepetitionWithinTheBufferChangeNothing(
            @ForAll @Size(60) List<@IntRange(min = 0, max = 38) Integer> delays,
            @ForAll @Size(60) List<@IntRange(min = 0, max = 3) Integer> copies) {
        Listening shuffled = new Listening();
        List<Coming> line = new ArrayList<>();
        line.add(new Coming(1, 0)); // the first one sets the pace
        for (int i = 1; i < delays.size(); i++) {
            for (int copy = 0; copy <= copies.get(i); copy++) {
                line.add(new Coming(1 + 20 * i + Math.min(38, delays.get(i) + 7 * copy), i));
            }
        }
        line.sort(Comparator.comparingDouble(Coming::millis));
        line.forEach(coming -> shuffled.hears(coming.millis, numbered(coming.number, 160)));
        shuffled.until(60 * 20 + 60);

        for (int i = 0; i < 60; i++) {
            assertThat(shuffled.frames.get(2 + i)).containsOnly(value(i));
        }
        assertThat(shuffled.receiver.sequence().lost()).isZero();
    }

    @Property(tries = 300)
    void delayOfUpToAHundredMillisecondsLosesNoAudio(
            @ForAll @Size(60) List<@IntRange(min = 0, max = 100) Integer> delays) {
        Listening shaken = new Listening();
        List<Coming> line = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            line.add(new Coming(1 + 20 * i + delays.get(i), i));
        }
        line.sort(Comparator.comparingDouble(Coming::millis));
        Listening all = line.stream()
                .reduce(
                        shaken,
                        (to, coming) -> {
                            to.hears(coming.millis, numbered(coming.number, 160));
                            return to;
                        },
                        (a, b) -> a);
        all.until(2000);

        int first = line.get(0).number;
        for (int i = first; i < 60; i++) {
            assertThat(all.count(value(i)))
                    .as("samples of packet %d after its fade-in, delays %s", i, delays)
                    .isGreaterThanOrEqualTo(160 - 32);
        }
        assertThat(all.receiver.buffer().late()).isZero();
    }

    @Test
    void dropsAPacketThatComesTooLateToWaitFor() {
        for (int i = 0; i < 60; i++) {
            if (i != 20) {
                listening.hears(1 + 20 * i, numbered(i, 160));
            }
            if (i == 40) {
                listening.hears(1 + 20 * i, numbered(20, 160));
            }
        }
        listening.until(1300);

        assertThat(listening.receiver.buffer().late()).isEqualTo(1);
        assertThat(listening.receiver.sequence().lost()).isZero();
        assertThat(listening.count(value(40))).isEqualTo(160);
    }

    @Test
    void growsWithTheJitterAndShrinksInThePauses() {
        Random random = new Random(7);
        List<Coming> line = new ArrayList<>();
        for (int i = 0; i < 50 * 30; i++) {
            boolean rough = i < 250;
            line.add(new Coming(20 * i + (rough ? random.nextInt(120) : random.nextInt(3)), i));
        }
        line.sort(Comparator.comparingDouble(Coming::millis));
        int longest = 0;
        for (Coming coming : line) {
            listening.hears(coming.millis, spoken(coming.number, 160));
            longest = Math.max(longest, listening.receiver.buffer().delayMillis());
        }

        assertThat(longest).isBetween(100, 200);
        assertThat(listening.receiver.buffer().delayMillis()).isLessThanOrEqualTo(60);
        assertThat(listening.receiver.buffer().late()).isLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.999, 0.9998, 1.0002, 1.001})
    void followsAClockThatDrifts(double pace) {
        int packets = 50 * 120;
        for (int i = 0; i < packets; i++) {
            listening.hears(1 + 20 * i * pace, spoken(i, 160));
            assertThat(listening.receiver.buffer().delayMillis()).isLessThanOrEqualTo(120);
        }

        assertThat(listening.receiver.buffer().late()).isZero();
        assertThat(listening.receiver.buffer().concealed()).isLessThanOrEqualTo(packets / 500);
    }

    @Test
    void playsABurstAfterAStallAsFarAsItMayWait() {
        for (int i = 0; i < 50; i++) {
            listening.hears(1 + 20 * i, numbered(i, 160));
        }
        for (int i = 50; i < 58; i++) {
            listening.hears(1 + 20 * 57, numbered(i, 160));
        }
        for (int i = 58; i < 100; i++) {
            listening.hears(1 + 20 * i, numbered(i, 160));
        }
        listening.until(2400);

        for (int i = 64; i < 100; i++) {
            assertThat(listening.count(value(i))).isGreaterThanOrEqualTo(128);
        }
        for (int i = 50; i < 58; i++) {
            assertThat(listening.count(value(i))).isGreaterThanOrEqualTo(128);
        }
    }

    @Test
    void followsASenderThatSetsItsTimestampsAnew() {
        for (int i = 0; i < 20; i++) {
            listening.hears(1 + 20 * i, numbered(i, 160));
        }
        for (int i = 20; i < 40; i++) {
            byte[] packet = numbered(i, 160);
            packet[4] ^= 0x55; // far away
            listening.hears(1 + 20 * i, packet);
        }
        listening.until(1000);

        for (int i = 20; i < 40; i++) {
            assertThat(listening.count(value(i))).isGreaterThanOrEqualTo(128);
        }
    }

    @Test
    void isNotLedAstrayByOnePacketWithAWildTimestamp() {
        for (int i = 0; i < 40; i++) {
            listening.hears(1 + 20 * i, numbered(i, 160));
            if (i == 20) {
                byte[] wild = numbered(i + 30, 160);
                wild[4] ^= 0x55;
                listening.hears(1 + 20 * i, wild);
            }
        }
        listening.until(840);

        for (int i = 0; i < 40; i++) {
            assertThat(listening.count(value(i))).isEqualTo(160);
        }
    }

    @Test
    void followsANewSsrcOfThePeerAfterThreePackets() {
        for (int i = 0; i < 20; i++) {
            listening.hears(1 + 20 * i, numbered(i, 160));
        }
        for (int i = 20; i < 40; i++) {
            listening.hears(1 + 20 * i, numbered(i, 160, 99, 7, 123_456));
        }
        listening.until(1000);

        for (int i = 22; i < 40; i++) {
            assertThat(listening.count(value(i))).isGreaterThanOrEqualTo(128);
        }
        assertThat(listening.receiver.source().refused()).isEqualTo(2);
    }

    @Test
    void startsAnewAfterAPauseOfItsOwnThread() {
        for (int i = 0; i < 50; i++) {
            listening.hears(21, numbered(i, 160)); // a second of audio that waited in the socket
        }
        listening.receiver.skipped();
        for (int i = 50; i < 70; i++) {
            listening.hears(21 + 20 * (i - 49), numbered(i, 160));
        }

        assertThat(listening.receiver.buffer().delayMillis()).isEqualTo(40);
        assertThat(listening.count(value(50))).isEqualTo(160);
        assertThat(listening.count(value(20))).isZero();
    }

    @Test
    void concealsALostPacketWithoutAClick() {
        for (int i = 0; i < 50; i++) {
            if (i != 25) {
                listening.hears(1 + 20 * i, spoken(i, 160));
            }
        }
        listening.until(1000);

        short[] played = listening.played();
        int steepest = 0;
        for (int i = 24 * 160; i < 32 * 160; i++) {
            steepest = Math.max(steepest, Math.abs(played[i] - played[i - 1]));
        }
        assertThat(steepest).isLessThan(1500); // a 150 Hz voice of this loudness climbs 707 a sample
        assertThat(listening.receiver.buffer().concealed()).isEqualTo(1);
        assertThat(listening.receiver.sequence().lost()).isEqualTo(1);
    }

    @Test
    void isSilentSixtyMillisecondsIntoAGap() {
        for (int i = 0; i < 50; i++) {
            listening.hears(1 + 20 * i, spoken(i, 160));
        }
        listening.until(3000);

        assertThat(listening.frames.get(54)).isNotEqualTo(new short[AudioPort.FRAME]);
        assertThat(listening.frames.get(56)).containsOnly(0);
        assertThat(listening.receiver.buffer().concealed()).isLessThanOrEqualTo(4);
    }

    @Test
    void measuresJitterAsTheRfcDoes() {
        for (int i = 0; i < 500; i++) {
            listening.hears(50 + 20 * i + (i % 2 == 0 ? 0 : 10), numbered(i, 160));
        }

        assertThat(listening.receiver.jitter().millis()).isBetween(9.5, 10.5);
    }

    @Property
    void takesAnyBytesWithoutFailing(@ForAll @Size(max = 40) List<byte[]> datagrams) {
        Listening attacked = new Listening();
        double time = 0;
        for (byte[] datagram : datagrams) {
            if (datagram.length > 0) {
                datagram[0] = (byte) (datagram[0] & 0x3F | 0x80);
            }
            attacked.hears(time += 7, datagram);
        }
        attacked.until(time + 100);

        assertThat(attacked.frames).isNotEmpty();
    }

    private static byte[] spoken(int n, int samples) {
        return Listening.packet(n & 0xFFFF, n * samples, 5, Listening.speech((long) n * samples, samples));
    }
}
