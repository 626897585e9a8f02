package io.voicebridge.speech;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Hears what is said in a recording: {@code assertThat(Listening.to(wav).left()).contains("hello")}. Words come in the plain
 * form of {@link SpokenText}, utterances separated by a blank. Skips the test where there is no recognizer.
 */
public final class Listening {

    private static final int FRAME = 160;

    /** Frames of 20 ms. */
    private static final int PAUSE = 30;

    private static final int BEFORE = 20;
    private static final int LONGEST = 700;
    private static final float SPEECH = 0.5f;

    private final short[][] channels;

    private Listening(short[][] channels) {
        this.channels = channels;
    }

    /** @param wav 16-bit PCM, 8 or 16 kHz, one or two channels */
    public static Listening to(Path wav) {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(wav.toFile())) {
            AudioFormat format = in.getFormat();
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes())
                    .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            short[][] channels = new short[format.getChannels()][bytes.remaining() / 2 / format.getChannels()];
            for (int i = 0; i < channels[0].length; i++) {
                for (short[] channel : channels) {
                    channel[i] = bytes.getShort();
                }
            }
            return new Listening(Arrays.stream(channels)
                    .map(each -> telephone(each, (int) format.getSampleRate()))
                    .toArray(short[][]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(wav.toString(), e);
        } catch (UnsupportedAudioFileException e) {
            throw new IllegalArgumentException(wav + " is no WAV file", e);
        }
    }

    /** @param pcm 8 kHz */
    public static Listening to(short[] pcm) {
        return new Listening(new short[][] {pcm});
    }

    /** The caller's words, by the convention of our recordings. */
    public String left() {
        return words(channels[0]);
    }

    /** The agent's words. */
    public String right() {
        return words(channels[1]);
    }

    private static short[] telephone(short[] samples, int rate) {
        if (rate == 8000) {
            return samples;
        }
        if (rate != 16000) {
            throw new IllegalArgumentException("a recording of " + rate + " Hz");
        }
        float[] wave = new float[samples.length];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = samples[i];
        }
        float[] half = Rate.half(wave);
        short[] low = new short[half.length];
        for (int i = 0; i < low.length; i++) {
            low[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, half[i]));
        }
        return low;
    }

    private static String words(short[] channel) {
        Recognizer recognizer = RealSpeech.orSkip().recognizer().orElseThrow();
        List<String> heard = new ArrayList<>();
        for (short[] utterance : utterances(channel)) {
            heard.add(
                    SpokenText.plain(recognizer.recognize(utterance, List.of()).text()));
        }
        return String.join(" ", heard).strip();
    }

    private static List<short[]> utterances(short[] channel) {
        List<short[]> utterances = new ArrayList<>();
        try (VoiceActivity activity = RealSpeech.orSkip().voiceActivities().open()) {
            int frames = channel.length / FRAME;
            int first = -1;
            int last = -1;
            for (int frame = 0; frame < frames; frame++) {
                boolean speech =
                        activity.accept(Arrays.copyOfRange(channel, frame * FRAME, (frame + 1) * FRAME)) > SPEECH;
                if (speech) {
                    first = first < 0 ? frame : first;
                    last = frame;
                }
                boolean over = frame - last > PAUSE || frame - first > LONGEST || frame == frames - 1;
                if (first >= 0 && over) {
                    utterances.add(Arrays.copyOfRange(
                            channel, Math.max(0, first - BEFORE) * FRAME, Math.min(frames, last + BEFORE) * FRAME));
                    first = -1;
                }
            }
        }
        return utterances;
    }
}
