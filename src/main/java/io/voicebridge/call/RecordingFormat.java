package io.voicebridge.call;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** How the audio of a recording lies in its file: a WAV file unless somebody provides another, such as an encrypted one. */
public interface RecordingFormat {

    /** Bytes of a frame: 20 ms of two channels with 8 kHz and 16 bit, little-endian, caller first. */
    int FRAME_BYTES = 640;

    /** What the name of a recording ends in, such as {@code .wav}; starts with a point and is another for each format. */
    String ending();

    /**
     * Begins a file that does not exist yet.
     *
     * @param id of the recording
     */
    Growing create(Path file, String id) throws IOException;

    /**
     * Makes a whole recording of a file that a crash has cut.
     *
     * @return bytes of audio that it holds
     */
    long mend(Path file, String id) throws IOException;

    /** A recording while it is written. The writer's thread. */
    interface Growing extends Closeable {

        /** @param frames whole ones; all have been handed to the operating system when this returns */
        void append(ByteBuffer frames) throws IOException;

        /**
         * No frame follows; also called when {@link #append} has failed, to keep what there is.
         *
         * @return bytes of audio in the file
         */
        long complete() throws IOException;
    }
}
