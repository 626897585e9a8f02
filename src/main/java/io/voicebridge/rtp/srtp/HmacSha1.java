package io.voicebridge.rtp.srtp;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA1 (RFC 2104) over the digest of the Java runtime: its own {@code Mac} makes two arrays for each packet. One thread.
 */
final class HmacSha1 {

    private static final int BLOCK = 64;
    static final int LENGTH = 20;

    private final MessageDigest digest;
    private final byte[] inner = new byte[BLOCK];
    private final byte[] outer = new byte[BLOCK];
    private final byte[] result = new byte[LENGTH];

    /** @param key at most 64 bytes; copied */
    HmacSha1(byte[] key) {
        try {
            digest = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The Java runtime lacks SHA-1", e);
        }
        System.arraycopy(key, 0, inner, 0, key.length);
        System.arraycopy(key, 0, outer, 0, key.length);
        for (int i = 0; i < BLOCK; i++) {
            inner[i] ^= 0x36;
            outer[i] ^= 0x5C;
        }
    }

    /** @param word goes behind the bytes. @return the tag, valid until the next call */
    byte[] of(byte[] bytes, int length, byte[] word) {
        digest.update(inner);
        digest.update(bytes, 0, length);
        digest.update(word);
        finish();
        digest.update(outer);
        digest.update(result);
        finish();
        return result;
    }

    private void finish() {
        try {
            digest.digest(result, 0, LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException(e); // only if there were too little room
        }
    }

    void erase() {
        Arrays.fill(inner, (byte) 0);
        Arrays.fill(outer, (byte) 0);
    }
}
