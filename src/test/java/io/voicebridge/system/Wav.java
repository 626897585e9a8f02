package io.voicebridge.system;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * A WAV file as the JDK reads it, 16-bit.
 *
 * @param samples interleaved if there are two channels
 */
record Wav(int channels, float sampleRate, short[] samples) {

    static Wav read(byte[] file) throws IOException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
            byte[] data = in.readAllBytes();
            short[] samples = new short[data.length / 2];
            ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
            return new Wav(in.getFormat().getChannels(), in.getFormat().getSampleRate(), samples);
        } catch (UnsupportedAudioFileException e) {
            throw new IOException("Not a WAV file", e);
        }
    }

    double seconds() {
        return samples.length / (double) channels / sampleRate;
    }

    /** Channel 0 is the caller's in our recordings. */
    short[] channel(int index) {
        short[] one = new short[samples.length / channels];
        for (int i = 0; i < one.length; i++) {
            one[i] = samples[i * channels + index];
        }
        return one;
    }
}
