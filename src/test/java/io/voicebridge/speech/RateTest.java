package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateTest {

    @Test
    void doublingKeepsToneAndLevel() {
        float[] high = Rate.twice(tone(1000, 8000, 4000));

        assertThat(high).hasSize(8000);
        assertThat(decibel(middle(high), tone(1000, 16000, 8000))).isBetween(-0.1, 0.1);
    }

    @Test
    void doublingKeepsEverySample() {
        float[] low = tone(3000, 8000, 200);

        float[] high = Rate.twice(low);

        for (int i = 0; i < low.length; i++) {
            assertThat(high[2 * i]).isEqualTo(low[i]);
        }
    }

    @Test
    void halvingKeepsTheTelephoneBand() {
        for (int frequency : new int[] {300, 1000, 2000, 3000, 3400}) {
            double change = decibel(middle(Rate.half(tone(frequency, 16000, 8000))), tone(frequency, 8000, 4000));
            assertThat(change).as("%d Hz", frequency).isBetween(-0.2, 0.2);
        }
    }

    @Test
    void halvingRemovesWhatWouldFoldDown() {
        for (int frequency : new int[] {4700, 5000, 6000, 7500}) {
            double rest = decibel(middle(Rate.half(tone(frequency, 16000, 8000))), tone(1000, 8000, 4000));
            assertThat(rest).as("%d Hz", frequency).isLessThan(-40);
        }
    }

    private static float[] tone(int frequency, int rate, int samples) {
        float[] tone = new float[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * frequency * i / rate));
        }
        return tone;
    }

    /** Without the filter's run-in and run-out. */
    private static float[] middle(float[] wave) {
        return java.util.Arrays.copyOfRange(wave, 100, wave.length - 100);
    }

    private static double decibel(float[] wave, float[] reference) {
        return 20 * Math.log10(rms(wave) / rms(reference));
    }

    private static double rms(float[] wave) {
        double sum = 0;
        for (float sample : wave) {
            sum += sample * sample;
        }
        return Math.sqrt(sum / wave.length);
    }
}
