package io.voicebridge.rtp.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a thread works in while it encrypts a packet: one for all of its streams and not one for each, since a thousand of them
 * do not stay in the processor's cache, and fetching them took longer than encrypting. Holds nothing from one packet to the next.
 */
final class Workspace {

    static final int BLOCK = 16;

    private static final ThreadLocal<Workspace> OF_THREAD = ThreadLocal.withInitial(Workspace::new);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MessageDigest sha1 = digest();
    private final byte[] word = new byte[Integer.BYTES];
    private final byte[] tag = new byte[HmacSha1.LENGTH];
    private byte[] counters = {};
    private byte[] stream = {};

    static Workspace ofThisThread() {
        return OF_THREAD.get();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The Java runtime lacks SHA-1", e);
        }
    }

    /** In its first state; to be left so. */
    MessageDigest sha1() {
        return sha1;
    }

    /** A number in network order. */
    byte[] word(int value) {
        Bytes.word(word, 0, value);
        return word;
    }

    /** Room for a tag. */
    byte[] tag() {
        return tag;
    }

    /**
     * As many counters as a packet has blocks, one behind the other (RFC 3711 section 4.1.1).
     *
     * @param high the upper half of each
     * @param low the lower half of the first, with zeros in the lowest 16 bits
     * @param blocks below 65,536
     */
    byte[] counters(long high, long low, int blocks) {
        if (blocks * BLOCK > counters.length) { // the largest packet so far
            counters = new byte[blocks * BLOCK];
            stream = new byte[blocks * BLOCK];
        }
        for (int block = 0; block < blocks; block++) {
            LONGS.set(counters, block * BLOCK, high);
            LONGS.set(counters, block * BLOCK + Long.BYTES, low | block);
        }
        return counters;
    }

    /** Room for what the counters encrypt to. */
    byte[] stream() {
        return stream;
    }
}
