package io.voicebridge.rtp.srtp;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC-SHA1 (RFC 2104) over the digest of the Java runtime: its own {@code Mac} makes two arrays for each packet. One thread.
 */
final class HmacSha1 {

    private static final int BLOCK = 64;
    static final int LENGTH = 20;

    private final byte[] pads = new byte[2 * BLOCK]; // of the inner digest, and of the outer

    /** @param key at most 64 bytes; copied */
    HmacSha1(byte[] key) {
        System.arraycopy(key, 0, pads, 0, key.length);
        System.arraycopy(key, 0, pads, BLOCK, key.length);
        for (int i = 0; i < BLOCK; i++) {
            pads[i] ^= 0x36;
            pads[BLOCK + i] ^= 0x5C;
        }
    }

    /** @param word goes behind the bytes. @return the tag, in the workspace */
    byte[] of(byte[] bytes, int length, byte[] word, Workspace space) {
        MessageDigest sha1 = space.sha1();
        byte[] tag = space.tag();
        sha1.update(pads, 0, BLOCK);
        sha1.update(bytes, 0, length);
        sha1.update(word);
        finish(sha1, tag);
        sha1.update(pads, BLOCK, BLOCK);
        sha1.update(tag);
        finish(sha1, tag);
        return tag;
    }

    private static void finish(MessageDigest sha1, byte[] result) {
        try {
            sha1.digest(result, 0, LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException(e); // only if there were too little room
        }
    }

    void erase() {
        Arrays.fill(pads, (byte) 0);
    }
}
