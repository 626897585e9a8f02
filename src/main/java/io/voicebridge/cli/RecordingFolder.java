package io.voicebridge.cli;

import io.voicebridge.call.RecordingFormat;
import io.voicebridge.conversation.Retention.RecordingNotErased;
import io.voicebridge.directory.Problem;
import io.voicebridge.security.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The recordings by their file names, which never lead out of the folder.
 *
 * @param keys that recordings are encrypted with, the newest first; without any, new ones are plain WAV files
 */
record RecordingFolder(Path path, KeyRing keys) {

    /** Of plain WAV files. */
    RecordingFolder(Path path) {
        this(path, KeyRing.empty());
    }

    /**
     * @param configured the setting {@code bridge.recordings.keys}
     * @throws IOException if it does not hold keys
     */
    static RecordingFolder of(Path path, String configured) throws IOException {
        try {
            return new RecordingFolder(path, KeyRing.parse(configured));
        } catch (IllegalArgumentException e) {
            throw new IOException("bridge.recordings.keys: " + e.getMessage(), e);
        }
    }

    /** How new recordings are written; empty for plain WAV files. */
    Optional<RecordingFormat> format() {
        return keys.isEmpty() ? Optional.empty() : Optional.of(new SealedRecordings(keys));
    }

    /**
     * Opens a recording, encrypted or plain; empty if there is no such file. Its reader closes it.
     *
     * @throws Problem 503 {@code recording_unreadable} if it does not open with these keys
     */
    Optional<RecordedWav> open(String name) throws IOException {
        Path file = path.resolve(name).normalize();
        if (name.isEmpty() || !file.startsWith(path) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        boolean sealed = name.endsWith(SealedRecordings.ENDING);
        return Optional.of(sealed ? SealedRecordings.open(keys, file) : RecordedWav.plain(file));
    }

    /**
     * Also what the recorder is still writing. Does nothing if there is no such file.
     *
     * @throws RecordingNotErased if it is still there
     */
    void delete(String name) {
        Path file = path.resolve(name).normalize();
        if (name.isEmpty() || !file.startsWith(path)) {
            return;
        }
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".part"));
        } catch (IOException e) {
            throw new RecordingNotErased("A recording could not be deleted: " + e.getMessage(), e);
        }
    }
}
