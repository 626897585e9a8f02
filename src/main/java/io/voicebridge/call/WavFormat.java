package io.voicebridge.call;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Recordings as WAV files that any player opens. */
final class WavFormat implements RecordingFormat {

    /** Opens the file of a recording, so that a test can give a disk that is full. */
    @FunctionalInterface
    interface Opener {
        FileChannel open(Path path) throws IOException;
    }

    private final Opener opener;

    WavFormat() {
        this(path -> FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    WavFormat(Opener opener) {
        this.opener = opener;
    }

    @Override
    public String ending() {
        return ".wav";
    }

    @Override
    public long mend(Path file, String id) throws IOException {
        return WavFile.repair(file);
    }

    @Override
    public Growing create(Path path, String id) throws IOException {
        FileChannel file = opener.open(path);
        WavFile.writeHeader(file, 0);
        file.position(WavFile.HEADER);
        return new Growing() {
            @Override
            public void append(ByteBuffer frames) throws IOException {
                while (frames.hasRemaining()) {
                    file.write(frames);
                }
            }

            @Override
            public long complete() throws IOException {
                return WavFile.complete(file);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
