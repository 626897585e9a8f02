package io.voicebridge.system;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** A caller who hums: 440 Hz for SIPp's {@code rtp_stream} and baresip's microphone. */
final class Tone {

    private Tone() {}

    static Path ulaw(Path folder, int seconds) throws IOException {
        byte[] audio = new byte[seconds * 8000];
        for (int i = 0; i < audio.length; i++) {
            audio[i] = encode(sample(i));
        }
        return Files.write(folder.resolve("tone.ulaw"), audio);
    }

    static Path wav(Path folder, int seconds) throws IOException {
        byte[] audio = new byte[seconds * 8000 * 2];
        ByteBuffer samples = ByteBuffer.wrap(audio).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < seconds * 8000; i++) {
            samples.putShort((short) sample(i));
        }
        Path file = folder.resolve("tone.wav");
        AudioFormat format = new AudioFormat(8000, 16, 1, true, false);
        try (AudioInputStream in = new AudioInputStream(new ByteArrayInputStream(audio), format, seconds * 8000L)) {
            AudioSystem.write(in, AudioFileFormat.Type.WAVE, file.toFile());
        }
        return file;
    }

    private static int sample(int index) {
        return (int) (8000 * Math.sin(2 * Math.PI * 440 * index / 8000.0));
    }

    /** ITU-T G.711, written out independently of the product's tables. */
    private static byte encode(int sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs(sample), 32635) + 132;
        int exponent = 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
        int mantissa = magnitude >> exponent + 3 & 0x0f;
        return (byte) ~(sign | exponent << 4 | mantissa);
    }
}
