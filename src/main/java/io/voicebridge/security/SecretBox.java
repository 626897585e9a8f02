package io.voicebridge.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the secrets that the database keeps and must be able to read again, such as trunk passwords: AES-256-GCM
 * with a fresh 96-bit nonce for each (NIST SP 800-38D). A sealed text names its key and what it belongs to, so that it opens
 * after a change of keys, and that a row's secret moved to another row does not. Thread-safe.
 */
public final class SecretBox {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Before there were several keys, a sealed text did not name its own. */
    private static final String NAMELESS = "1.";

    private static final String FORMAT = "2.";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Supplier<KeyRing> reread;
    private volatile KeyRing keys;

    /** @param keys at least one */
    public SecretBox(KeyRing keys) {
        this(keys, () -> keys);
    }

    /** @param reread asked when a text names a key that is not known, because it may have been added since */
    public SecretBox(KeyRing keys, Supplier<KeyRing> reread) {
        keys.newest();
        this.keys = keys;
        this.reread = reread;
    }

    /** @param owner what the secret belongs to, such as {@code trunk:pn_06f8…} */
    public String seal(String secret, String owner) {
        KeyRing ring = keys;
        String key = ring.newest();
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, ring.find(key).orElseThrow(), nonce, owner)
                    .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return FORMAT + key + '.' + Base64.getEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot encrypt with AES-GCM", e);
        }
    }

    /**
     * @throws IllegalArgumentException if the text was not sealed by a key of the ring for this owner; the message holds
     *     no part of it
     */
    public String open(String sealed, String owner) {
        if (sealed.startsWith(NAMELESS)) {
            return openWithAny(keys.all(), sealed.substring(NAMELESS.length()), owner);
        }
        String key = keyOf(sealed);
        return openWithAny(find(key).stream().toList(), sealed.substring(FORMAT.length() + key.length() + 1), owner);
    }

    /** The same secret sealed by the newest key; empty if it is already. */
    public Optional<String> renew(String sealed, String owner) {
        return sealed.startsWith(FORMAT + keys.newest() + '.')
                ? Optional.empty()
                : Optional.of(seal(open(sealed, owner), owner));
    }

    private Optional<byte[]> find(String id) {
        Optional<byte[]> known = keys.find(id);
        if (known.isEmpty() && !id.isEmpty()) {
            keys = reread.get();
            return keys.find(id);
        }
        return known;
    }

    /** Empty if the text does not say. */
    private static String keyOf(String sealed) {
        int end = sealed.indexOf('.', FORMAT.length());
        if (!sealed.startsWith(FORMAT) || end < 0) {
            throw new IllegalArgumentException("Not a text that this program has sealed");
        }
        return sealed.substring(FORMAT.length(), end);
    }

    private static String openWithAny(List<byte[]> keys, String base64, String owner) {
        GeneralSecurityException last = new GeneralSecurityException("none of our keys");
        for (byte[] key : keys) {
            try {
                return opened(key, base64, owner);
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                last = new GeneralSecurityException(e.getClass().getSimpleName());
            }
        }
        throw new IllegalArgumentException(
                "The secret of " + owner + " does not open with these keys: was one removed?", last);
    }

    private static String opened(byte[] key, String base64, String owner) throws GeneralSecurityException {
        byte[] all = Base64.getDecoder().decode(base64);
        if (all.length < NONCE_BYTES) {
            throw new GeneralSecurityException("too short");
        }
        byte[] secret = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(all, NONCE_BYTES), owner)
                .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
        return new String(secret, StandardCharsets.UTF_8);
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
