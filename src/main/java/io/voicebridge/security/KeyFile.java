package io.voicebridge.security;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The file that holds a {@link KeyRing}, one key a line and the newest first, readable by its owner only. */
public record KeyFile(Path path) {

    /**
     * The keys of the file; none if it is not there.
     *
     * @throws IOException if it cannot be read, or does not hold keys
     */
    public KeyRing read() throws IOException {
        if (!Files.exists(path)) {
            return KeyRing.empty();
        }
        try {
            KeyRing ring = KeyRing.parse(Files.readString(path));
            if (!ring.isEmpty()) {
                return ring;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(notKeys() + ": " + e.getMessage(), e);
        }
        throw new IOException(notKeys());
    }

    private String notKeys() {
        return path + " does not hold keys of the bridge: restore it from the backup of the database";
    }

    /** The same, after a first key was made if the file was not there. */
    public KeyRing readOrMake() throws IOException {
        if (!Files.exists(path)) {
            Path draft = draft(KeyRing.newKey() + "\n");
            try {
                Files.createLink(path, draft);
            } catch (FileAlreadyExistsException e) {
                // another process was first; its key counts
            } finally {
                Files.deleteIfExists(draft);
            }
        }
        return read();
    }

    /** Puts a new key in front of those that are there. */
    public KeyRing rotate() throws IOException {
        KeyRing known = read();
        Path draft = draft(KeyRing.newKey() + "\n" + (known.isEmpty() ? "" : Files.readString(path)));
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return read();
    }

    /** Complete before it has its name: a process that dies in between leaves no half key under it. */
    private Path draft(String content) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(directory, path.getFileName().toString(), ".new", ownerOnly());
        Files.writeString(draft, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        return draft;
    }

    private FileAttribute<?>[] ownerOnly() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
