package io.voicebridge.component.sip;

import io.voicebridge.rtp.codec.G711;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Sounds to play: WAV files and the tones of a telephone. 8 kHz linear PCM, mono. */
final class Sounds {

    /** Longest file that is read: ten minutes. */
    private static final long MOST_BYTES = 10 * 60 * 48_000L * 4;

    private static final int RATE = 8_000;
    private static final double LEVEL = 4_000;

    private Sounds() {}

    /**
     * Reads a WAV file: linear with 16 bits or G.711; several channels are mixed.
     *
     * @throws IllegalArgumentException with one sentence, if it is not such a file
     */
    static short[] file(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new IllegalArgumentException(path + " is longer than ten minutes");
            }
            return wav(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new IllegalArgumentException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The same for the bytes of such a file. */
    static short[] wav(byte[] bytes) {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(bytes))) {
            AudioFormat format = in.getFormat();
            if (format.getSampleRate() != RATE) {
                throw new IllegalArgumentException("The sound has " + Math.round(format.getSampleRate())
                        + " samples a second; 8000 are needed (sox in.wav -r 8000 out.wav)");
            }
            return mono(in.readAllBytes(), format);
        } catch (IOException | UnsupportedAudioFileException e) {
            throw new IllegalArgumentException("The sound is not a WAV file: " + e.getMessage(), e);
        }
    }

    private static short[] mono(byte[] bytes, AudioFormat format) {
        int channels = format.getChannels();
        int width = format.getFrameSize() / channels;
        short[] pcm = new short[bytes.length / format.getFrameSize()];
        for (int i = 0; i < pcm.length; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += sample(bytes, (i * channels + channel) * width, format);
            }
            pcm[i] = (short) (sum / channels);
        }
        return pcm;
    }

    private static int sample(byte[] bytes, int at, AudioFormat format) {
        AudioFormat.Encoding encoding = format.getEncoding();
        if (encoding.equals(AudioFormat.Encoding.ULAW)) {
            return decoded(G711.PCMU, bytes, at);
        }
        if (encoding.equals(AudioFormat.Encoding.ALAW)) {
            return decoded(G711.PCMA, bytes, at);
        }
        if (!encoding.equals(AudioFormat.Encoding.PCM_SIGNED) || format.getSampleSizeInBits() != 16) {
            throw new IllegalArgumentException("The sound is " + format + "; 16 bits linear or G.711 are needed");
        }
        return format.isBigEndian()
                ? (short) (bytes[at] << 8 | bytes[at + 1] & 0xff)
                : (short) (bytes[at + 1] << 8 | bytes[at] & 0xff);
    }

    private static short decoded(G711 law, byte[] bytes, int at) {
        short[] one = new short[1];
        law.decode(bytes, at, one, 0, 1);
        return one[0];
    }

    /**
     * A tone of a telephone by its name (North American, ITU-T E.180): {@code ringback}, {@code busy}, {@code beep} or
     * {@code silence}. Each ends where it can begin again.
     */
    static short[] tone(String name) {
        return switch (name) {
            case "ringback" -> cadence(440, 480, 2_000, 4_000);
            case "busy" -> cadence(480, 620, 500, 500);
            case "beep" -> cadence(1_000, 1_000, 400, 0);
            case "silence" -> new short[RATE];
            default ->
                throw new IllegalArgumentException(
                        "There is no tone '" + name + "', only ringback, busy, beep and silence");
        };
    }

    private static short[] cadence(double first, double second, int onMs, int offMs) {
        short[] pcm = new short[(onMs + offMs) * RATE / 1_000];
        for (int i = 0; i < onMs * RATE / 1_000; i++) {
            double at = 2 * Math.PI * i / RATE;
            pcm[i] = (short) (LEVEL * (Math.sin(first * at) + Math.sin(second * at)) / 2);
        }
        return pcm;
    }
}
