package io.voicebridge.rehearsal;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a customer heard, as a WAV file for somebody who wants to listen to the agent. */
final class HeardAudio {

    private static final Logger LOG = LoggerFactory.getLogger(HeardAudio.class);

    private HeardAudio() {}

    /** A file that cannot be written is reported and otherwise does no harm: the call is what counts. */
    static void write(Path file, short[] pcm) {
        ByteBuffer bytes = ByteBuffer.allocate(pcm.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(pcm);
        AudioFormat format = new AudioFormat(8_000, 16, 1, true, false);
        try (AudioInputStream audio =
                new AudioInputStream(new ByteArrayInputStream(bytes.array()), format, pcm.length)) {
            Files.createDirectories(file.getParent());
            AudioSystem.write(audio, AudioFileFormat.Type.WAVE, file.toFile());
        } catch (IOException e) {
            LOG.warn("What the customer heard cannot be written to {}: {}", file, e.toString());
        }
    }
}
