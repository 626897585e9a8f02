package io.voicebridge.speech;

import java.util.Random;

/** What the line does to a voice: G.711 mu-law and pauses around it. */
public final class Telephone {

    private static final int BIAS = 132;
    private static final int CLIP = 32635;

    private Telephone() {}

    /** Through mu-law and back, 400 ms of quiet line before it and 500 ms after. */
    public static short[] line(short[] voice) {
        short[] heard = quiet(900 * 8 + voice.length);
        for (int i = 0; i < voice.length; i++) {
            heard[3200 + i] = expand(compress(voice[i]));
        }
        return heard;
    }

    /** A line on which nobody speaks: noise at -70 dB. */
    static short[] quiet(int samples) {
        return noise(samples, 10);
    }

    public static short[] noise(int samples, int rms) {
        Random random = new Random(7);
        short[] noise = new short[samples];
        for (int i = 0; i < samples; i++) {
            noise[i] = (short) Math.max(-32768, Math.min(32767, rms * random.nextGaussian()));
        }
        return noise;
    }

    /** ITU-T G.711, as the Sun reference does it. */
    private static int compress(short sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
        int exponent = 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
        return ~(sign | exponent << 4 | magnitude >> exponent + 3 & 0x0f) & 0xff;
    }

    private static short expand(int code) {
        int bits = ~code & 0xff;
        int exponent = bits >> 4 & 7;
        int magnitude = ((bits & 0x0f) << 3) + BIAS << exponent;
        return (short) ((bits & 0x80) == 0 ? magnitude - BIAS : BIAS - magnitude);
    }
}
