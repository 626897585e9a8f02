package io.voicebridge.speech;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers what was said, so that a prompt is computed once. The key is the SHA-256 of engine, voice and text. Bounded by
 * bytes of sound, the longest unused goes first; on disk too if a folder is given. Callers that want the same text at the
 * same time wait for one computation.
 */
public final class CachingSynthesizer implements Synthesizer {

    private final Synthesizer engine;
    private final long limit;
    private final Optional<SoundFolder> disk;

    /** In order of last use; guarded by itself, as is {@link #bytes}. */
    private final Map<String, short[]> memory = new LinkedHashMap<>(64, 0.75f, true);

    private long bytes;

    private final ConcurrentHashMap<String, CompletableFuture<short[]>> running = new ConcurrentHashMap<>();

    /**
     * @param engine closed with this
     * @param limit bytes of sound in memory; a second of speech is 16,000
     */
    public CachingSynthesizer(Synthesizer engine, long limit) {
        this(engine, limit, Optional.empty());
    }

    /**
     * @param folder keeps the sounds for the next start, at most {@code limit} bytes; made if it is not there
     */
    public CachingSynthesizer(Synthesizer engine, long limit, Optional<Path> folder) {
        this.engine = engine;
        this.limit = limit;
        this.disk = folder.map(path -> new SoundFolder(path, limit));
    }

    @Override
    public short[] synthesize(String text, String voice) {
        String key = key(engine.name(), engine.voices().contains(voice) ? voice : "", text);
        short[] known = known(key);
        if (known != null) {
            return known;
        }
        CompletableFuture<short[]> mine = new CompletableFuture<>();
        CompletableFuture<short[]> first = running.putIfAbsent(key, mine);
        if (first != null) {
            return await(first);
        }
        try {
            short[] sound = disk.flatMap(folder -> folder.read(key)).orElseGet(() -> {
                short[] made = engine.synthesize(text, voice);
                disk.ifPresent(folder -> folder.write(key, made));
                return made;
            });
            keep(key, sound);
            mine.complete(sound);
            return sound;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            running.remove(key);
        }
    }

    private static short[] await(CompletableFuture<short[]> first) {
        try {
            return first.join();
        } catch (CompletionException e) {
            throw new SpeechException("the same text, asked for at the same time, failed", e.getCause());
        }
    }

    private short[] known(String key) {
        synchronized (memory) {
            return memory.get(key);
        }
    }

    private void keep(String key, short[] sound) {
        synchronized (memory) {
            short[] before = memory.put(key, sound);
            bytes += size(sound) - (before == null ? 0 : size(before));
            Iterator<short[]> oldest = memory.values().iterator();
            while (bytes > limit && oldest.hasNext()) {
                bytes -= size(oldest.next());
                oldest.remove();
            }
        }
    }

    /** Bytes of sound in memory. */
    long bytes() {
        synchronized (memory) {
            return bytes;
        }
    }

    private static long size(short[] sound) {
        return 2L * sound.length + 128; // the entry itself
    }

    private static String key(String engine, String voice, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(engine, voice, text)) {
                byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).order(ByteOrder.BIG_ENDIAN).putInt(0, utf8.length));
                digest.update(utf8);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public List<String> voices() {
        return engine.voices();
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public void close() {
        engine.close();
    }
}
