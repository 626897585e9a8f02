package io.voicebridge.calling;

import java.time.Duration;
import java.util.Arrays;

/** Tones to speak with and to listen for, where words are not needed. 8 kHz. */
public final class Tones {

    private static final double RATE = 8_000;
    private static final int LOUD = 8_000;

    private Tones() {}

    public static short[] sine(double hertz, Duration length) {
        short[] pcm = new short[(int) (length.toMillis() * 8)];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (LOUD * Math.sin(2 * Math.PI * hertz * i / RATE));
        }
        return pcm;
    }

    public static double rms(short[] pcm, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) pcm[i] * pcm[i];
        }
        return Math.sqrt(sum / Math.max(1, to - from));
    }

    /** The share of frames of 20 ms that are this tone: a frame that is lost or late on a busy machine breaks no other. */
    public static double frames(short[] pcm, double hertz) {
        int all = pcm.length / 160;
        int right = 0;
        for (int i = 0; i < all; i++) {
            if (share(Arrays.copyOfRange(pcm, i * 160, (i + 1) * 160), hertz) > 0.8) {
                right++;
            }
        }
        return all == 0 ? 0 : (double) right / all;
    }

    /** How much of the sound's energy is this tone, 0 to 1 (Goertzel). */
    public static double share(short[] pcm, double hertz) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / RATE);
        double before = 0;
        double last = 0;
        double energy = 0;
        for (short sample : pcm) {
            double now = sample + coefficient * last - before;
            before = last;
            last = now;
            energy += (double) sample * sample;
        }
        double power = before * before + last * last - coefficient * before * last;
        return energy == 0 ? 0 : 2 * power / (pcm.length * energy);
    }
}
