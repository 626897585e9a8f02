package io.voicebridge.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class G711Test {

    /** ITU-T G.711 table 2: the outermost and innermost values, scaled from 14 to 16 bits. */
    @Test
    void decodesTheEndsOfMuLaw() {
        assertThat(G711.PCMU.decode((byte) 0x80)).isEqualTo((short) 32124);
        assertThat(G711.PCMU.decode((byte) 0x00)).isEqualTo((short) -32124);
        assertThat(G711.PCMU.decode((byte) 0xFF)).isZero();
        assertThat(G711.PCMU.decode((byte) 0x7F)).isZero();
        assertThat(G711.PCMU.decode((byte) 0xFE)).isEqualTo((short) 8);
    }

    /** ITU-T G.711 table 1: the outermost and innermost values, scaled from 13 to 16 bits. */
    @Test
    void decodesTheEndsOfALaw() {
        assertThat(G711.PCMA.decode((byte) 0xAA)).isEqualTo((short) 32256);
        assertThat(G711.PCMA.decode((byte) 0x2A)).isEqualTo((short) -32256);
        assertThat(G711.PCMA.decode((byte) 0xD5)).isEqualTo((short) 8);
        assertThat(G711.PCMA.decode((byte) 0x55)).isEqualTo((short) -8);
    }

    /** ITU-T G.711 table 5 and 6: one period of 1 kHz at 0 dBm0. */
    @Test
    void decodesTheDigitalMilliwattAsASine() {
        byte[] mu = {0x1E, 0x0B, 0x0B, 0x1E, (byte) 0x9E, (byte) 0x8B, (byte) 0x8B, (byte) 0x9E};
        byte[] a = {0x34, 0x21, 0x21, 0x34, (byte) 0xB4, (byte) 0xA1, (byte) 0xA1, (byte) 0xB4};
        short[] fromMu = new short[8];
        short[] fromA = new short[8];

        G711.PCMU.decode(mu, 0, fromMu, 0, 8);
        G711.PCMA.decode(a, 0, fromA, 0, 8);

        assertThat(fromMu).containsExactly(-8828, -20860, -20860, -8828, 8828, 20860, 20860, 8828);
        assertThat(fromA).containsExactly(-8960, -20992, -20992, -8960, 8960, 20992, 20992, 8960);
    }

    @Property
    void everyCodeSurvivesDecodingAndEncoding(@ForAll G711 law, @ForAll byte code) {
        short linear = law.decode(code);

        byte again = law.encode(linear);

        assertThat(law.decode(again)).isEqualTo(linear);
        if (linear != 0) {
            assertThat(again).isEqualTo(code);
        }
    }

    @Property
    void errorIsAtMostHalfAStepOfTheSegment(@ForAll G711 law, @ForAll short sample) {
        int error = Math.abs(law.decode(law.encode(sample)) - sample);

        assertThat(error).isLessThanOrEqualTo(Math.max(8, Math.abs(sample) / 31 + 4));
    }

    @Property
    void loudnessKeepsItsOrder(@ForAll G711 law, @ForAll @IntRange(min = -32768, max = 32766) int sample) {
        assertThat(law.decode(law.encode(sample))).isLessThanOrEqualTo(law.decode(law.encode(sample + 1)));
    }

    @Test
    void silenceDecodesToAlmostNothing() {
        assertThat(G711.PCMU.decode((byte) 0xFF)).isZero();
        assertThat(G711.PCMA.decode((byte) 0xD5)).isEqualTo((short) 8);
        assertThat(G711.PCMA.encode(0)).isEqualTo((byte) 0xD5);
        assertThat(G711.PCMU.encode(0)).isEqualTo((byte) 0xFF);
    }
}
