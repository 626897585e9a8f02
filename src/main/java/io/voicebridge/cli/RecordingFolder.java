package io.voicebridge.cli;

import io.voicebridge.conversation.Retention.RecordingNotErased;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The recordings by their file names, which never lead out of the folder. */
record RecordingFolder(Path path) {

    /** Empty if there is no such file. */
    Optional<Path> find(String name) {
        Path file = path.resolve(name).normalize();
        return !name.isEmpty() && file.startsWith(path) && Files.isRegularFile(file)
                ? Optional.of(file)
                : Optional.empty();
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
