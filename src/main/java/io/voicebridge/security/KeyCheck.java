package io.voicebridge.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells whether a presented key is good. A wrong secret and an unknown key take the same path and time. Keys are
 * remembered for {@link #FRESH}; if the database is away, a key that was seen within {@link #STALE} still opens, so that
 * Five9 scripts keep their answers. Thread-safe.
 */
public final class KeyCheck {

    static final Duration FRESH = Duration.ofSeconds(10);
    static final Duration STALE = Duration.ofHours(1);
    private static final int MAX_REMEMBERED = 10_000;
    private static final byte[] NO_HASH = "0".repeat(64).getBytes(StandardCharsets.US_ASCII);

    private record Remembered(KeyRecord key, Instant readAt) {}

    private final Function<String, Optional<KeyRecord>> keys;
    private final Clock clock;
    private final Clock steady;
    private final Map<String, Remembered> remembered = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** How often something was forgotten. Guarded by {@link #remembered}. */
    private long forgotten;

    /**
     * @param keys finds a key by its id; may throw when the database is away
     * @param clock by which keys expire
     * @param steady by which they are remembered: a clock that is put back keeps no key that was taken away
     */
    public KeyCheck(Function<String, Optional<KeyRecord>> keys, Clock clock, Clock steady) {
        this.keys = keys;
        this.clock = clock;
        this.steady = steady;
    }

    /** @throws RuntimeException of the finder, if the key was not seen before and cannot be read now */
    public Optional<Principal> check(KeyToken token) {
        return verify(find(token.keyId()), token);
    }

    /** As {@link #check}, but only with keys that were good within {@link #STALE}: costs no query. */
    public Optional<Principal> checkRemembered(KeyToken token) {
        return verify(recall(token.keyId(), STALE), token);
    }

    /** To be called when a key was changed or deleted: what was read of it before then is no longer taken. */
    public void forget(String keyId) {
        synchronized (remembered) {
            remembered.remove(keyId);
            forgotten++;
        }
    }

    private Optional<Principal> verify(Optional<KeyRecord> found, KeyToken token) {
        Instant now = clock.instant();
        byte[] presented = KeyToken.hash(token.secret()).getBytes(StandardCharsets.US_ASCII);
        boolean current = MessageDigest.isEqual(bytes(found.map(KeyRecord::secretHash)), presented);
        boolean previous = MessageDigest.isEqual(
                bytes(found.filter(
                                key -> key.previousUntil().filter(now::isBefore).isPresent())
                        .flatMap(KeyRecord::previousHash)),
                presented);
        return found.filter(key -> current || previous)
                .filter(key -> key.expiresAt().filter(end -> !now.isBefore(end)).isEmpty())
                .map(key -> new Principal(key.tenantId(), key.keyId(), key.scopes()));
    }

    private static byte[] bytes(Optional<String> hash) {
        return hash.map(text -> text.getBytes(StandardCharsets.US_ASCII)).orElse(NO_HASH);
    }

    private Optional<KeyRecord> find(String keyId) {
        Optional<KeyRecord> fresh = recall(keyId, FRESH);
        if (fresh.isPresent()) {
            return fresh;
        }
        long before = forgotten();
        Optional<KeyRecord> read;
        try {
            read = keys.apply(keyId);
        } catch (RuntimeException e) {
            return Optional.of(recall(keyId, STALE).orElseThrow(() -> e));
        }
        synchronized (remembered) {
            if (forgotten != before) {
                return read; // it may have been changed while it was read: nothing to remember
            }
            read.ifPresentOrElse(
                    key -> remembered.put(keyId, new Remembered(key, steady.instant())),
                    () -> remembered.remove(keyId));
        }
        return read;
    }

    /** Keys that are remembered. */
    int remembered() {
        synchronized (remembered) {
            return remembered.size();
        }
    }

    private long forgotten() {
        synchronized (remembered) {
            return forgotten;
        }
    }

    private Optional<KeyRecord> recall(String keyId, Duration age) {
        synchronized (remembered) {
            return Optional.ofNullable(remembered.get(keyId))
                    .filter(entry -> steady.instant().isBefore(entry.readAt().plus(age)))
                    .map(Remembered::key);
        }
    }
}
