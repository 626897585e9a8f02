package io.voicebridge.cli;

import io.voicebridge.call.RecordingFormat;
import io.voicebridge.call.WavFile;
import io.voicebridge.directory.Problem;
import io.voicebridge.security.KeyRing;
import io.voicebridge.security.SealedFileException;
import io.voicebridge.security.SealedFiles;
import io.voicebridge.security.SealedReader;
import io.voicebridge.security.SealedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Recordings that are encrypted as they are written: each frame is a piece of one of the {@link SealedFiles}, and what a
 * WAV file has before its audio is made when the recording is read. Belongs to the conversation by the file's name.
 */
final class SealedRecordings implements RecordingFormat {

    static final String ENDING = ".wav.enc";

    private final SealedFiles files;

    SealedRecordings(KeyRing keys) {
        files = new SealedFiles(keys, FRAME_BYTES);
    }

    @Override
    public String ending() {
        return ENDING;
    }

    @Override
    public Growing create(Path path, String id) throws IOException {
        FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        SealedWriter writer;
        try {
            writer = files.create(file, id);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        return new Growing() {
            @Override
            public void append(ByteBuffer frames) throws IOException {
                writer.append(frames);
            }

            @Override
            public long complete() throws IOException {
                return writer.complete() * FRAME_BYTES;
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public long mend(Path path, String id) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return files.mend(file, id) * FRAME_BYTES;
        }
    }

    /** @throws Problem 503 {@code recording_unreadable} if it does not open with these keys */
    static RecordedWav open(KeyRing keys, Path path) throws IOException {
        String name = path.getFileName().toString();
        String id = name.substring(0, name.length() - ENDING.length());
        SealedFiles files = new SealedFiles(keys, FRAME_BYTES);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = WavFile.HEADER + files.open(file, id).pieces() * FRAME_BYTES;
            return new RecordedWav() {
                @Override
                public long size() {
                    return size;
                }

                @Override
                public InputStream from(long first) throws IOException {
                    try {
                        return new Audio(path, files, id, first);
                    } catch (SealedFileException e) {
                        throw unreadable(e);
                    }
                }
            };
        } catch (SealedFileException e) {
            throw unreadable(e);
        }
    }

    private static Problem unreadable(SealedFileException cause) {
        return new Problem(
                503,
                "recording_unreadable",
                "The recording " + cause.getMessage()
                        + ". Was a key removed from bridge.recordings.keys, or the file damaged?");
    }

    /** The bytes of the WAV file that a sealed one stands for. */
    private static final class Audio extends InputStream {

        private final FileChannel file;
        private final SealedReader reader;
        private final ByteBuffer piece = ByteBuffer.allocate(FRAME_BYTES);

        /** The next piece to be read. */
        private long next;

        /** What is read before the next piece. */
        private ByteBuffer ready;

        Audio(Path path, SealedFiles files, String id, long first) throws IOException {
            file = FileChannel.open(path, StandardOpenOption.READ);
            try {
                reader = files.open(file, id);
                long audio = Math.max(0, first - WavFile.HEADER);
                next = audio / FRAME_BYTES;
                ready = ByteBuffer.wrap(WavFile.header(reader.pieces() * FRAME_BYTES));
                ready.position((int) Math.min(first, WavFile.HEADER));
                if (fill()) {
                    ready.position(ready.position() + (first > WavFile.HEADER ? (int) (audio % FRAME_BYTES) : 0));
                }
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        }

        private boolean fill() throws IOException {
            if (!ready.hasRemaining() && next < reader.pieces()) {
                reader.read(next++, piece.clear());
                ready = piece.flip();
            }
            return ready.hasRemaining();
        }

        @Override
        public int read() throws IOException {
            return fill() ? ready.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int done = 0;
            while (done < length && fill()) {
                int count = Math.min(length - done, ready.remaining());
                ready.get(bytes, offset + done, count);
                done += count;
            }
            return done == 0 ? -1 : done;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
