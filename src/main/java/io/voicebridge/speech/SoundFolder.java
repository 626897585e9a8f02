package io.voicebridge.speech;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sounds as files of raw little-endian PCM. Full is full: over the limit nothing is written any more. A folder that cannot
 * be used is reported once and costs speed, not speech.
 */
final class SoundFolder {

    private static final Logger LOG = LoggerFactory.getLogger(SoundFolder.class);

    private final Path folder;
    private final long limit;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean usable = true;

    SoundFolder(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> sounds = Files.list(folder)) {
                bytes.set(sounds.mapToLong(SoundFolder::size).sum());
            }
        } catch (IOException | UncheckedIOException e) {
            giveUp(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // gone since the listing
        }
    }

    Optional<short[]> read(String key) {
        if (!usable) {
            return Optional.empty();
        }
        try {
            ByteBuffer raw = ByteBuffer.wrap(Files.readAllBytes(file(key))).order(ByteOrder.LITTLE_ENDIAN);
            short[] sound = new short[raw.remaining() / 2];
            raw.asShortBuffer().get(sound);
            return Optional.of(sound);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            giveUp(e);
            return Optional.empty();
        }
    }

    void write(String key, short[] sound) {
        long size = 2L * sound.length;
        if (!usable || bytes.get() + size > limit) {
            return;
        }
        ByteBuffer raw = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        raw.asShortBuffer().put(sound);
        try {
            Path part = Files.createTempFile(folder, "part", null);
            Files.write(part, raw.array());
            Files.move(part, file(key), StandardCopyOption.ATOMIC_MOVE);
            bytes.addAndGet(size);
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private Path file(String key) {
        return folder.resolve(key + ".pcm");
    }

    private void giveUp(Exception e) {
        usable = false;
        LOG.warn("Prompts are not kept on disk, because {} cannot be used: {}", folder, e.toString());
    }
}
