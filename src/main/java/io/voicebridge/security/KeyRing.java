package io.voicebridge.security;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys of 256 bits, the newest first: that one encrypts, every one of them decrypts. So a key is replaced by putting a new
 * one in front, and the old ones stay until nothing needs them any more (NIST SP 800-57 part 1, 5.3.4). Immutable.
 */
public final class KeyRing {

    static final int KEY_BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** By {@link #idOf}, newest first. */
    private final Map<String, byte[]> keys;

    private KeyRing(Map<String, byte[]> keys) {
        this.keys = keys;
    }

    public static KeyRing empty() {
        return new KeyRing(Map.of());
    }

    /**
     * Reads keys in Base64 with commas, blanks or line breaks between them.
     *
     * @throws IllegalArgumentException if one is not a key; the message holds no part of it
     */
    public static KeyRing parse(String text) {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        for (String word : text.split("[,\\s]+")) {
            if (!word.isEmpty()) {
                byte[] key = decoded(word, keys.size() + 1);
                keys.putIfAbsent(idOf(key), key);
            }
        }
        return new KeyRing(keys);
    }

    private static byte[] decoded(String word, int place) {
        try {
            byte[] key = Base64.getDecoder().decode(word);
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // told below, without the text
        }
        throw new IllegalArgumentException("Key " + place + " is not " + KEY_BYTES + " bytes in Base64");
    }

    /** A key nobody knows, in the form that {@link #parse} reads. */
    public static String newKey() {
        byte[] fresh = new byte[KEY_BYTES];
        RANDOM.nextBytes(fresh);
        return Base64.getEncoder().encodeToString(fresh);
    }

    /** What a key is called in what it has encrypted; tells nothing of the key. */
    private static String idOf(byte[] key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** These keys and behind them those of {@code older} that are not among them. */
    public KeyRing before(KeyRing older) {
        Map<String, byte[]> all = new LinkedHashMap<>(keys);
        older.keys.forEach(all::putIfAbsent);
        return new KeyRing(all);
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The ids of all keys, newest first. */
    public List<String> ids() {
        return List.copyOf(keys.keySet());
    }

    /** @throws IllegalStateException if there is none */
    String newest() {
        return keys.keySet().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no key to encrypt with"));
    }

    Optional<byte[]> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    List<byte[]> all() {
        return new ArrayList<>(keys.values());
    }
}
