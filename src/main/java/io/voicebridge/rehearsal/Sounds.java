package io.voicebridge.rehearsal;

import io.voicebridge.rtp.AudioPort;
import java.util.List;
import java.util.Random;

/** What a customer's voice and place make of what is said. 8 kHz. */
final class Sounds {

    private static final int NOISE_SECONDS = 7;

    /** Frames below this are no speech. */
    private static final double VOICED = 200;

    private Sounds() {}

    /** @param percent above 100 the voice is higher and faster */
    static short[] pitched(short[] pcm, int percent) {
        if (percent == 100) {
            return pcm;
        }
        short[] other = new short[(int) ((long) pcm.length * 100 / percent)];
        for (int i = 0; i < other.length; i++) {
            double at = (double) i * percent / 100;
            int left = Math.min((int) at, pcm.length - 1);
            int right = Math.min(left + 1, pcm.length - 1);
            other[i] = (short) Math.round(pcm[left] + (pcm[right] - pcm[left]) * (at - left));
        }
        return other;
    }

    static short[] after(int silentMs, short[] pcm) {
        short[] later = new short[silentMs * 8 + pcm.length];
        System.arraycopy(pcm, 0, later, silentMs * 8, pcm.length);
        return later;
    }

    /** Root of the mean square of what is speech in them. */
    static double loudness(List<short[]> lines) {
        double sum = 0;
        long samples = 0;
        for (short[] line : lines) {
            for (int at = 0; at + AudioPort.FRAME <= line.length; at += AudioPort.FRAME) {
                double frame = 0;
                for (int i = at; i < at + AudioPort.FRAME; i++) {
                    frame += (double) line[i] * line[i];
                }
                if (Math.sqrt(frame / AudioPort.FRAME) > VOICED) {
                    sum += frame;
                    samples += AudioPort.FRAME;
                }
            }
        }
        return samples == 0 ? 0 : Math.sqrt(sum / samples);
    }

    /**
     * Noise whose power falls with frequency, as that of rooms and streets does.
     *
     * @param below how many dB it is below the loudness
     * @param seed of its course: the same customer hears the same
     */
    static short[] noise(double loudness, int below, String seed) {
        Random random = new Random(seed.hashCode());
        double[] raw = new double[NOISE_SECONDS * 8_000];
        double slow = 0;
        double sum = 0;
        for (int i = 0; i < raw.length; i++) {
            slow = 0.9 * slow + random.nextGaussian();
            raw[i] = slow;
            sum += slow * slow;
        }
        double factor = loudness / Math.pow(10, below / 20.0) / Math.sqrt(sum / raw.length);
        short[] noise = new short[raw.length];
        for (int i = 0; i < raw.length; i++) {
            noise[i] = clipped(raw[i] * factor);
        }
        return noise;
    }

    static short clipped(double value) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(value)));
    }
}
