package io.voicebridge.call;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of recordings and the one thread that writes them. Thread-safe.
 *
 * <p>A recording is {@code <id>.wav.part} while it grows and {@code <id>.wav} when it is whole; another format has another ending.
 * A part that a crash left is mended when the folder is opened.
 */
public final class Recordings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String PART = ".part";
    private static final int FRAME_BYTES = RecordingFormat.FRAME_BYTES;
    private static final int BATCH = 64;
    private static final long TICK_MS = 100;

    /** What is left of the disk to others, such as a database in a file beside the recordings: audio must not take the last of it. */
    static final long RESERVE_BYTES = 64L << 20;

    private final Path folder;
    private final RecordingFormat format;
    private final LongSupplier room;
    private final Queue<Writing> begun = new ConcurrentLinkedQueue<>();
    private final List<Writing> active = new ArrayList<>();
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(BATCH * FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "recording-writer");
        thread.setDaemon(true);
        return thread;
    });

    /** Opens the folder, which is made if need be, for WAV files, and mends what a crash has left there. */
    public Recordings(Path folder) throws IOException {
        this(folder, new WavFormat());
    }

    /** As {@link #Recordings(Path)}, for recordings in another format; WAV files are mended all the same. */
    public Recordings(Path folder, RecordingFormat format) throws IOException {
        this(folder, format, () -> roomOf(folder));
    }

    /** @param room bytes that are free on the disk of the folder */
    Recordings(Path folder, RecordingFormat format, LongSupplier room) throws IOException {
        this.folder = ownersOnly(Files.createDirectories(folder));
        this.format = format;
        this.room = room;
        mend(new WavFormat());
        mend(format);
        writer.scheduleWithFixedDelay(this::writeAll, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /** As much as anybody wants where it cannot be told: what is written then fails by itself. */
    private static long roomOf(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** What callers say is nobody's business but the owner's. */
    private static Path ownersOnly(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        return folder;
    }

    /**
     * Starts a recording.
     *
     * @param id names the file: letters, digits, {@code _} and {@code -} only, never anything that a peer sent
     * @param fault told once, with one sentence, if the recording stops before the call does; the writer's thread
     */
    public Recording begin(String id, Consumer<String> fault) {
        Path part = part(id);
        Path whole = file(id);
        CompletableFuture<Writing> writing = new CompletableFuture<>();
        Recording recording = new Recording(() -> writing.thenAccept(this::finishSoon));
        Writing made = new Writing(recording, id, part, whole, fault);
        begun.add(made);
        writing.complete(made);
        return recording;
    }

    /** Where the finished recording of this id is, or will be. */
    public Path file(String id) {
        return folder.resolve(checked(id) + format.ending());
    }

    private Path part(String id) {
        return folder.resolve(checked(id) + format.ending() + PART);
    }

    private static String checked(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("Not an id of a recording");
        }
        return id;
    }

    private void mend(RecordingFormat written) throws IOException {
        String ending = written.ending() + PART;
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + ending)) {
            for (Path part : parts) {
                String name = part.getFileName().toString();
                String id = name.substring(0, name.length() - ending.length());
                Path whole = part.resolveSibling(id + written.ending());
                try {
                    long audio = written.mend(part, id);
                    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
                    LOG.info("Mended recording {}: {} ms", whole.getFileName(), audio / WavFile.BYTES_PER_MS);
                } catch (IOException e) {
                    LOG.warn("Recording {} cannot be mended now, the next start tries again: {}", name, e.toString());
                }
            }
        }
    }

    /** So that the end of a call does not wait for the next round of the writer. */
    private void finishSoon(Writing ended) {
        try {
            writer.execute(() -> {
                takeBegun();
                if (active.contains(ended) && ended.write()) {
                    active.remove(ended);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The recorder has closed; the next start mends {}", ended.part.getFileName());
        }
    }

    private void takeBegun() {
        for (Writing next = begun.poll(); next != null; next = begun.poll()) {
            active.add(next);
        }
    }

    private void writeAll() {
        takeBegun();
        if (!active.isEmpty() && room.getAsLong() < RESERVE_BYTES) {
            active.forEach(Writing::stopForLackOfRoom);
        }
        active.removeIf(Writing::write);
    }

    /** Finishes what has ended and leaves the rest as it is: a later start mends it. */
    @Override
    public void close() {
        writer.execute(this::writeAll);
        writer.shutdown();
        try {
            if (!writer.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("Recordings are still being written after 5 s; the next start mends them");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One recording as the writer sees it. Only its thread comes here. */
    private final class Writing {

        private final Recording recording;
        private final String id;
        private final Path part;
        private final Path whole;
        private final Consumer<String> fault;
        private RecordingFormat.Growing file;
        private long frames;
        private long lost;
        private boolean failed;

        Writing(Recording recording, String id, Path part, Path whole, Consumer<String> fault) {
            this.recording = recording;
            this.id = id;
            this.part = part;
            this.whole = whole;
            this.fault = fault;
        }

        /** Writes what is there. Returns true when the recording is finished. */
        boolean write() {
            boolean ended = recording.isEnded();
            if (!failed) {
                try {
                    drain();
                } catch (IOException | RuntimeException e) {
                    fail(e);
                }
            }
            if (ended) {
                finish();
            }
            return ended;
        }

        private void drain() throws IOException {
            if (file == null) {
                file = format.create(part, id);
            }
            for (long available = recording.available(); frames < available; ) {
                buffer.clear();
                for (; frames < available && buffer.remaining() >= FRAME_BYTES; frames++) {
                    lost += recording.copy(frames, buffer) ? 0 : 1;
                }
                file.append(buffer.flip());
            }
        }

        void stopForLackOfRoom() {
            if (!failed) {
                fail(new IOException("fewer than " + (RESERVE_BYTES >> 20) + " MB are free"));
            }
        }

        private void fail(Exception cause) {
            failed = true;
            LOG.warn("Recording {} stopped: {}", whole.getFileName(), cause.toString());
            fault.accept("The recording stopped after " + frames / 50 + " s: " + cause.getMessage()
                    + ". Free disk space, or check the data folder. The call goes on.");
        }

        private void finish() {
            long audio = 0;
            try {
                if (file != null) {
                    audio = file.complete();
                    file.close();
                    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                if (!failed) {
                    fail(e);
                }
            }
            recording.complete(new Recorded(whole, audio / WavFile.BYTES_PER_MS, lost * 20, !failed));
        }
    }
}
