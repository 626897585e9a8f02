package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MasteringTest {

    @Test
    void quietAndLoudVoicesComeOutEquallyLoud() {
        double quiet = rms(Mastering.telephone(voice(2000, 0, 8000, 0), 8000));
        double loud = rms(Mastering.telephone(voice(20000, 0, 8000, 0), 8000));

        assertThat(quiet).isCloseTo(3277, within(400.0));
        assertThat(loud).isCloseTo(quiet, within(50.0));
    }

    @Test
    void cutsLongSilenceAround() {
        short[] spoken = Mastering.telephone(voice(8000, 4000, 4000, 8000), 8000);

        assertThat(spoken.length / 8).as("milliseconds").isBetween(640, 680);
    }

    @Test
    void halvesSixteenKilohertz() {
        assertThat(Mastering.telephone(voice(8000, 0, 16000, 0), 16000).length).isBetween(7900, 8000);
    }

    @Test
    void neverClips() {
        short[] click = voice(300, 0, 8000, 0);
        click[4000] = 32767;

        for (short sample : Mastering.telephone(click, 8000)) {
            assertThat(Math.abs(sample)).isLessThanOrEqualTo(29500);
        }
    }

    @Test
    void silenceStaysNothing() {
        assertThat(Mastering.telephone(new short[8000], 8000)).isEmpty();
    }

    @Test
    void refusesOtherRates() {
        assertThatIllegalArgumentException().isThrownBy(() -> Mastering.telephone(new short[10], 22050));
    }

    /** A tone of 500 Hz between two silences, lengths in samples. */
    private static short[] voice(int amplitude, int before, int length, int after) {
        short[] samples = new short[before + length + after];
        for (int i = 0; i < length; i++) {
            samples[before + i] = (short) (amplitude * Math.sin(2 * Math.PI * 500 * (i + 0.5) / 8000));
        }
        return samples;
    }

    private static double rms(short[] samples) {
        double sum = 0;
        int count = Math.min(samples.length, 7000);
        for (int i = 0; i < count; i++) {
            sum += samples[i] * samples[i];
        }
        return Math.sqrt(sum / count);
    }
}
