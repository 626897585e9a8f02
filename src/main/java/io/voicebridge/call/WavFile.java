package io.voicebridge.call;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The 44-byte header of a stereo WAV file with 8 kHz, 16-bit linear PCM (RIFF, Multimedia Programming Interface 1.0). */
public final class WavFile {

    public static final int HEADER = 44;
    static final int BYTES_PER_MS = 32;

    private static final int CHANNELS = 2;
    private static final int RATE = 8_000;
    private static final int SAMPLE = 2;
    private static final int BLOCK = CHANNELS * SAMPLE;

    private WavFile() {}

    static void writeHeader(FileChannel file, long audioBytes) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(header(audioBytes));
        for (long at = 0; header.hasRemaining(); ) {
            at += file.write(header, at);
        }
    }

    /** The header of a file with so many bytes of audio. */
    public static byte[] header(long audioBytes) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF")).putInt((int) (HEADER - 8 + audioBytes)).put(ascii("WAVE"));
        header.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) CHANNELS);
        header.putInt(RATE).putInt(RATE * BLOCK).putShort((short) BLOCK).putShort((short) (8 * SAMPLE));
        header.put(ascii("data")).putInt((int) audioBytes);
        return header.array();
    }

    /** Makes the header fit the audio that is there; an incomplete last sample goes. Returns the bytes of audio. */
    static long complete(FileChannel file) throws IOException {
        long audio = Math.max(0, file.size() - HEADER) / BLOCK * BLOCK;
        file.truncate(HEADER + audio);
        writeHeader(file, audio);
        return audio;
    }

    static long repair(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return complete(file);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
