package io.voicebridge.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voicebridge.conformance.Rfc;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against vectors that ffmpeg made of the same signal; {@code G722PeerIT} asks ffmpeg itself. */
class G722Test {

    private static final short[] WIDE = QuadratureMirror.trial(160_000);

    @Rfc(value = "3551, 4.5.2", says = "G.722 at 64 kbit/s, bit for bit as an independent coder has its lower band")
    @Test
    void codesTheLowerBandAsAnotherCoderDoes() {
        byte[] codes = QuadratureMirror.lowerBits(QuadratureMirror.encoded(QuadratureMirror.lower(WIDE)));

        assertThat(crc(codes)).isEqualTo(0x4d47_6911L);
    }

    @Rfc("3551, 4.5.2")
    @Test
    void decodesAsAnotherDecoderDoes() {
        byte[] codes = QuadratureMirror.encoded(QuadratureMirror.lower(WIDE));

        short[] wide = QuadratureMirror.wide(QuadratureMirror.decoded(codes));

        assertThat(crc(QuadratureMirror.littleEndian(wide))).isEqualTo(0x0928_2762L);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 440, 1000, 3000})
    void keepsAToneWithItsLevel(int hertz) {
        short[] tone = tone(10_000, hertz);

        short[] heard = QuadratureMirror.decoded(QuadratureMirror.encoded(tone));

        double signal = 0;
        double noise = 0;
        for (int i = 800; i < tone.length; i++) {
            signal += (double) tone[i] * tone[i];
            noise += Math.pow(tone[i] - heard[i], 2);
        }
        assertThat(10 * Math.log10(signal / noise)).isGreaterThan(25);
    }

    @Test
    void comesBackFromCodesThatAreLost() {
        short[] tone = tone(8_000, 440);
        byte[] codes = QuadratureMirror.encoded(tone);
        byte[] gap = new byte[codes.length - 160];
        System.arraycopy(codes, 0, gap, 0, 4000);
        System.arraycopy(codes, 4160, gap, 4000, gap.length - 4000);

        short[] heard = QuadratureMirror.decoded(gap);

        for (int i = 4000 + 400; i < gap.length; i++) { // 50 ms later
            assertThat((double) heard[i]).isCloseTo(tone[i + 160], within(1200.0));
        }
    }

    private static short[] tone(int level, int hertz) {
        short[] tone = new short[8000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) (level * Math.sin(2 * Math.PI * hertz * i / 8000));
        }
        return tone;
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    @Test
    void goesOnFromWhatItHasPassedOn() {
        AudioEncoder made = AudioCodec.G722.encoder();
        AudioEncoder passing = AudioCodec.G722.encoder();
        short[] voice = new short[3200];
        for (int i = 0; i < voice.length; i++) {
            voice[i] = (short) (6000 * Math.sin(i * 2 * Math.PI * 440 / 8000));
        }
        byte[] expected = new byte[voice.length];
        made.encode(voice, 0, expected, 0, voice.length);

        byte[] codes = new byte[voice.length];
        assertThat(passing.pass(expected, 0, codes, 0, 1600)).isTrue();
        passing.encode(voice, 1600, codes, 1600, 1600);

        assertThat(codes).isEqualTo(expected);
    }
}
