package io.voicebridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A recording as whoever asks for it sees it: so many bytes of a WAV file, readable from anywhere. */
interface RecordedWav {

    long size();

    /** Opened once. Its reader closes it; bytes before {@code first} are not read. */
    InputStream from(long first) throws IOException;

    /** A file that is a WAV file as it stands. */
    static RecordedWav plain(Path file) throws IOException {
        long size = Files.size(file);
        return new RecordedWav() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream from(long first) throws IOException {
                InputStream whole = Files.newInputStream(file);
                whole.skipNBytes(first);
                return whole;
            }
        };
    }
}
