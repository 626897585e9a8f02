package io.voicebridge.cli;

import io.voicebridge.call.RecordingFormat;
import io.voicebridge.conversation.Retention.RecordingNotErased;
import io.voicebridge.directory.Problem;
import io.voicebridge.security.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The recordings by their names, which never lead out of the folder: {@code ID.wav} where a bridge has a folder for itself, and
 * {@code SUBFOLDER/ID.wav} where several bridges share one.
 *
 * @param own where this bridge writes; in the shared folder, or the same
 * @param shared where the recordings of all bridges are
 * @param keys that recordings are encrypted with, the newest first; without any, new ones are plain WAV files
 */
record RecordingFolder(Path own, Path shared, KeyRing keys) {

    /** Of plain WAV files of one bridge. */
    RecordingFolder(Path own) {
        this(own, own, KeyRing.empty());
    }

    /**
     * @param own the setting {@code bridge.recordings.dir}
     * @param shared the setting {@code bridge.recordings.shared}; empty if no other bridge has the folder
     * @param keys the setting {@code bridge.recordings.keys}
     * @throws IOException if it does not hold keys, or the one folder is not in the other
     */
    static RecordingFolder of(String own, String shared, String keys) throws IOException {
        Path mine = Path.of(own).toAbsolutePath().normalize();
        Path all = shared.isBlank() ? mine : Path.of(shared).toAbsolutePath().normalize();
        boolean isAlone = shared.isBlank() || !mine.equals(all);
        if (!mine.startsWith(all) || !isAlone) {
            throw new IOException("bridge.recordings.dir (" + mine + ") has to be in bridge.recordings.shared (" + all
                    + "), and to be this bridge's alone");
        }
        try {
            return new RecordingFolder(mine, all, KeyRing.parse(keys));
        } catch (IllegalArgumentException e) {
            throw new IOException("bridge.recordings.keys: " + e.getMessage(), e);
        }
    }

    /** @param file of this bridge */
    String name(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(shared)
                ? shared.relativize(absolute).toString()
                : absolute.getFileName().toString();
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
        for (Path file : places(name)) {
            if (Files.isRegularFile(file)) {
                boolean sealed = name.endsWith(SealedRecordings.ENDING);
                return Optional.of(sealed ? SealedRecordings.open(keys, file) : RecordedWav.plain(file));
            }
        }
        return Optional.empty();
    }

    /** A recording of this bridge from before the folder was shared has no subfolder in its name. */
    private List<Path> places(String name) {
        if (name.isEmpty()) {
            return List.of();
        }
        return Stream.of(shared, own)
                .distinct()
                .map(folder -> folder.resolve(name).normalize())
                .filter(file -> file.startsWith(shared))
                .toList();
    }

    /**
     * Also what the recorder is still writing. Does nothing if there is no such file.
     *
     * @throws RecordingNotErased if it is still there
     */
    void delete(String name) {
        try {
            for (Path file : places(name)) {
                Files.deleteIfExists(file);
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".part"));
            }
        } catch (IOException e) {
            throw new RecordingNotErased("A recording could not be deleted: " + e.getMessage(), e);
        }
    }
}
