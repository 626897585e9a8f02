package io.voicebridge.rtp.codec;

/**
 * The adaptive predictor and quantizer of G.722's lower band, the half below 4 kHz (ITU-T G.722 clauses 3 and 4): what an
 * encoder and a decoder keep alike, so that both know the same past. Names in capitals are the blocks of the
 * recommendation. Used by one thread; allocates nothing after construction.
 */
final class LowerBand {

    private static final int SMALLEST_SCALE = 32;
    private static final int LARGEST_LOG_SCALE = 18_432;

    /** INVQAL: what a code of 4 bits stands for, relative to the scale. */
    private static final int[] COARSE = {
        0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0
    };

    /** LOGSCL: how a code of 4 bits changes the logarithm of the scale, by its magnitude. */
    private static final int[] SCALE_STEPS = {-60, -30, 58, 172, 334, 538, 1198, 3042};

    private static final int[] MAGNITUDES = {0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0};

    /** SCALEL: 2048 times 2 to the power of 0/32 to 31/32. */
    private static final int[] POWERS = {
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834, 2896, 2960,
        3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008
    };

    private final int[] differences = new int[6]; // DLT, the youngest first
    private final int[] zeros = new int[7]; // BL, from 1 on

    private int logScale; // NBL
    private int scale = SMALLEST_SCALE; // DETL

    private int pole1; // AL1
    private int pole2; // AL2
    private int rebuilt1; // RLT
    private int rebuilt2;
    private int partial1; // PLT
    private int partial2;

    private int zeroPart; // SZL
    private int prediction; // SL

    /** What the next sample is expected to be. */
    int prediction() {
        return prediction;
    }

    /** The unit of the quantizer. */
    int scale() {
        return scale;
    }

    /** Takes over the sample that was coded, by the 4 bits of its code that every mode of G.722 carries. */
    void adapt(int code) {
        int difference = scale * COARSE[code] >> 15;
        logScale = clamp((logScale * 127 >> 7) + SCALE_STEPS[MAGNITUDES[code]], 0, LARGEST_LOG_SCALE);
        int shift = 8 - (logScale >> 11);
        int power = POWERS[logScale >> 6 & 31];
        scale = (shift < 0 ? power << -shift : power >> shift) << 2;
        predict(difference);
    }

    private void predict(int difference) {
        int rebuilt = saturated(prediction + difference); // RECONS
        int partial = saturated(zeroPart + difference); // PARREC
        adaptPoles(partial);
        adaptZeros(difference);

        rebuilt2 = rebuilt1; // DELAYA
        rebuilt1 = rebuilt;
        partial2 = partial1;
        partial1 = partial;

        int polePart = saturated( // FILTEP
                (pole1 * saturated(2 * rebuilt1) >> 15) + (pole2 * saturated(2 * rebuilt2) >> 15));
        int sum = 0; // FILTEZ
        for (int i = 6; i > 0; i--) {
            sum += zeros[i] * saturated(2 * differences[i - 1]) >> 15;
        }
        zeroPart = saturated(sum);
        prediction = saturated(polePart + zeroPart); // PREDIC
    }

    /** UPPOL2 and UPPOL1: by the signs of the last partial signals, within what keeps the filter stable. */
    private void adaptPoles(int partial) {
        boolean like1 = partial < 0 == partial1 < 0;
        boolean like2 = partial < 0 == partial2 < 0;
        int four = saturated(pole1 << 2);
        int turned = Math.min(like1 ? -four : four, Short.MAX_VALUE);
        int second = clamp((turned >> 7) + (like2 ? 128 : -128) + (pole2 * 32_512 >> 15), -12_288, 12_288);
        int most = saturated(15_360 - second);
        pole1 = clamp(saturated((like1 ? 192 : -192) + (pole1 * 32_640 >> 15)), -most, most);
        pole2 = second;
    }

    /** UPZERO, and the move of the differences by one. */
    private void adaptZeros(int difference) {
        int step = difference == 0 ? 0 : 128;
        for (int i = 6; i > 0; i--) {
            boolean alike = differences[i - 1] < 0 == difference < 0;
            zeros[i] = saturated((alike ? step : -step) + (zeros[i] * 32_640 >> 15));
        }
        System.arraycopy(differences, 0, differences, 1, 5);
        differences[0] = difference;
    }

    static int saturated(int value) {
        return clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private static int clamp(int value, int least, int most) {
        return Math.max(least, Math.min(value, most));
    }
}
