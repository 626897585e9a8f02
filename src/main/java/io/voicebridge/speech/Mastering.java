package io.voicebridge.speech;

import java.util.Arrays;

/** Makes an engine's voice fit for the telephone: 8 kHz, no long silence around it, every voice and clause equally loud. */
final class Mastering {

    /** Of the speaking parts: -20 dB below full scale, the usual level of speech on a digital line (ITU-T G.100.1). */
    private static final double TARGET_RMS = 0.1;

    private static final float PEAK = 0.9f;
    private static final double MAX_GAIN = 8;

    /** Sound below this part of the loudest sample counts as silence. */
    private static final float QUIET = 0.02f;

    private static final int LEAD = ms(20);

    /** What is left of the engine's pause at the end, so that clauses played one after the other still breathe. */
    private static final int TAIL = ms(150);

    private static final int FRAME = ms(10);

    private Mastering() {}

    /**
     * @param samples linear PCM, mono
     * @param rate 8000 or 16000
     * @return 8 kHz linear PCM; empty if nothing can be heard
     */
    static short[] telephone(short[] samples, int rate) {
        float[] wave = new float[samples.length];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = samples[i] / 32768f;
        }
        float[] trimmed =
                switch (rate) {
                    case 8000 -> trim(wave);
                    case 16000 -> trim(Rate.half(wave));
                    default -> throw new IllegalArgumentException("a voice of " + rate + " Hz");
                };
        return level(trimmed);
    }

    private static float[] trim(float[] wave) {
        float limit = peak(wave) * QUIET;
        int first = 0;
        while (first < wave.length && Math.abs(wave[first]) <= limit) {
            first++;
        }
        if (first == wave.length) {
            return new float[0];
        }
        int last = wave.length - 1;
        while (Math.abs(wave[last]) <= limit) {
            last--;
        }
        return Arrays.copyOfRange(wave, Math.max(0, first - LEAD), Math.min(wave.length, last + 1 + TAIL));
    }

    private static short[] level(float[] wave) {
        double gain = Math.min(MAX_GAIN, TARGET_RMS / Math.max(1e-6, activeRms(wave)));
        gain = Math.min(gain, PEAK / Math.max(1e-6, peak(wave)));
        short[] pcm = new short[wave.length];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.round(wave[i] * gain * 32767);
        }
        return pcm;
    }

    /** Root mean square of the frames that are not pauses. */
    private static double activeRms(float[] wave) {
        double limit = Math.pow(peak(wave) * 0.05, 2) * FRAME;
        double energy = 0;
        int frames = 0;
        for (int i = 0; i + FRAME <= wave.length; i += FRAME) {
            double sum = 0;
            for (int k = i; k < i + FRAME; k++) {
                sum += wave[k] * wave[k];
            }
            if (sum > limit) {
                energy += sum;
                frames++;
            }
        }
        return frames == 0 ? 0 : Math.sqrt(energy / frames / FRAME);
    }

    private static float peak(float[] wave) {
        float peak = 0;
        for (float sample : wave) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    private static int ms(int milliseconds) {
        return milliseconds * 8;
    }
}
