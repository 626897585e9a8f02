package io.voicebridge.calling;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

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

    /** A tone as a WAV file of so many samples a second. */
    public static Path wav(Path file, double hertz, int rate, Duration length) throws IOException {
        int samples = (int) (length.toMillis() * rate / 1_000);
        ByteBuffer audio = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            audio.putShort((short) (LOUD * Math.sin(2 * Math.PI * hertz * i / rate)));
        }
        AudioFormat format = new AudioFormat(rate, 16, 1, true, false);
        try (AudioInputStream in = new AudioInputStream(new ByteArrayInputStream(audio.array()), format, samples)) {
            AudioSystem.write(in, AudioFileFormat.Type.WAVE, file.toFile());
        }
        return file;
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
        return frames(pcm, hertz, (int) RATE);
    }

    /** The same of so many samples a second. */
    public static double frames(short[] pcm, double hertz, int rate) {
        int frame = rate / 50;
        int all = pcm.length / frame;
        int right = 0;
        for (int i = 0; i < all; i++) {
            if (share(Arrays.copyOfRange(pcm, i * frame, (i + 1) * frame), hertz, rate) > 0.8) {
                right++;
            }
        }
        return all == 0 ? 0 : (double) right / all;
    }

    /** How much of the sound's energy is this tone, 0 to 1 (Goertzel). */
    public static double share(short[] pcm, double hertz) {
        return share(pcm, hertz, RATE);
    }

    /** The same of so many samples a second. */
    public static double share(short[] pcm, double hertz, double rate) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / rate);
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
