package io.voicebridge.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The key of one of the {@link SealedFiles} at work. Not thread-safe: each reader and writer has its own. */
final class FileKey {

    static final int TAG = 16;

    private final SecretKeySpec key;
    private final Cipher cipher;

    FileKey(byte[] master, byte[] salt, String owner) {
        try {
            key = new SecretKeySpec(hkdf(master, salt, owner.getBytes(StandardCharsets.UTF_8)), "AES");
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no AES-GCM or no HMAC-SHA256", e);
        }
    }

    /** HKDF (RFC 5869 section 2) with SHA-256, the first 32 bytes of its output: one round of its second step. */
    static byte[] hkdf(byte[] secret, byte[] salt, byte[] info) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(salt, "HmacSHA256"));
        byte[] pseudorandom = hmac.doFinal(secret);
        hmac.init(new SecretKeySpec(pseudorandom, "HmacSHA256"));
        hmac.update(info);
        hmac.update((byte) 1);
        return hmac.doFinal();
    }

    /** Puts the ciphertext and its tag of all that remains in {@code plain} into {@code out}. */
    void seal(boolean trailer, long number, ByteBuffer plain, ByteBuffer out) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, nonce(trailer, number));
            cipher.doFinal(plain, out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot encrypt with AES-GCM", e);
        }
    }

    /** @return false if what remains in {@code sealed} is not what was sealed there */
    boolean opens(boolean trailer, long number, ByteBuffer sealed, ByteBuffer out) {
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, nonce(trailer, number));
            cipher.doFinal(sealed, out);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static GCMParameterSpec nonce(boolean trailer, long number) {
        byte[] nonce =
                ByteBuffer.allocate(12).putInt(trailer ? 1 : 0).putLong(number).array();
        return new GCMParameterSpec(8 * TAG, nonce);
    }
}
