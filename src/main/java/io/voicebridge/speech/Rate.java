package io.voicebridge.speech;

/**
 * Doubles and halves a sampling rate with one windowed-sinc half-band filter of 64 taps (Hann window): pass band to
 * 3.4 kHz of the 8 kHz side flat within 0.1 dB, images and aliases 40 dB down.
 */
final class Rate {

    /** Taps on each side of the middle, at the low rate. */
    private static final int HALF = 16;

    /** The filter's value half a low-rate sample off centre; at whole samples a half-band filter is 1 or 0. */
    private static final float[] TAPS = taps();

    private Rate() {}

    private static float[] taps() {
        float[] taps = new float[2 * HALF];
        for (int k = 0; k < taps.length; k++) {
            double t = k - HALF + 0.5;
            double window = 0.5 + 0.5 * Math.cos(Math.PI * t / (HALF + 0.5));
            taps[k] = (float) (Math.sin(Math.PI * t) / (Math.PI * t) * window);
        }
        return taps;
    }

    /**
     * @param low samples from -1 to 1
     * @return twice as many: every given sample, and one computed between it and the next
     */
    static float[] twice(float[] low) {
        float[] high = new float[low.length * 2];
        for (int i = 0; i < low.length; i++) {
            float between = 0;
            int from = Math.max(0, HALF - 1 - i);
            int to = Math.min(TAPS.length, low.length - i + HALF - 1);
            for (int k = from; k < to; k++) {
                between += TAPS[k] * low[i + k - HALF + 1];
            }
            high[2 * i] = low[i];
            high[2 * i + 1] = between;
        }
        return high;
    }

    /** Half as many samples; what lies above half of the new rate is filtered out, not folded down. */
    static float[] half(float[] high) {
        float[] low = new float[high.length / 2];
        for (int i = 0; i < low.length; i++) {
            float sum = high[2 * i];
            for (int k = 0; k < TAPS.length; k++) {
                int odd = 2 * (i + k - HALF) + 1;
                if (odd >= 0 && odd < high.length) {
                    sum += TAPS[k] * high[odd];
                }
            }
            low[i] = sum / 2;
        }
        return low;
    }
}
