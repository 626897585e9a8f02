package io.voicebridge.rtp.srtp;

import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/** AES in counter mode with HMAC-SHA1 (RFC 3711 sections 4.1.1 and 4.2.1, RFC 6188). Allocates nothing for a packet. */
final class CounterModeCipher implements PacketCipher {

    private static final int BLOCK = 16;
    private static final int SALT = 14;

    private final StreamKind kind;
    private final int tagLength;
    private final Cipher aes;
    private final HmacSha1 hmac;
    private final byte[] salt;
    private final byte[] counter = new byte[BLOCK];
    private final byte[] word = new byte[Integer.BYTES];
    private byte[] counters = {};
    private byte[] stream = {};

    /** Copies what it is given. */
    CounterModeCipher(StreamKind kind, SessionKeys keys, int tagLength) {
        this.kind = kind;
        this.tagLength = tagLength;
        this.aes = SessionKeys.encrypting(keys.encryption());
        this.hmac = new HmacSha1(keys.authentication());
        this.salt = keys.salt().clone();
    }

    @Override
    public int seal(byte[] packet, int from, int length, int ssrc, long index) {
        crypt(packet, from, length, ssrc, index);
        Bytes.word(word, 0, kind.sealedWord(index));
        byte[] tag = hmac.of(packet, length, word);
        System.arraycopy(word, 0, packet, length, kind.indexLength());
        System.arraycopy(tag, 0, packet, length + kind.indexLength(), tagLength);
        return length + kind.indexLength() + tagLength;
    }

    @Override
    public int open(byte[] packet, int from, int length, int identifier, int ssrc, long index) {
        int end = length - tagLength - identifier - kind.indexLength();
        if (end < from) {
            return Protection.NOT_AUTHENTIC;
        }
        int said = kind.openedWord(packet, end, index);
        Bytes.word(word, 0, said);
        if (!isRight(hmac.of(packet, end, word), packet, length - tagLength)) {
            return Protection.NOT_AUTHENTIC;
        }
        if (kind.isEncrypted(said)) {
            crypt(packet, from, end, ssrc, index);
        }
        return end;
    }

    /** Takes as long for each wrong tag. */
    private boolean isRight(byte[] tag, byte[] packet, int at) {
        int difference = 0;
        for (int i = 0; i < tagLength; i++) {
            difference |= tag[i] ^ packet[at + i];
        }
        return difference == 0;
    }

    private void crypt(byte[] packet, int from, int to, int ssrc, long index) {
        int blocks = (to - from + BLOCK - 1) / BLOCK;
        if (blocks * BLOCK > counters.length) {
            counters = new byte[blocks * BLOCK]; // the largest packet so far
            stream = new byte[blocks * BLOCK];
        }
        System.arraycopy(salt, 0, counter, 0, SALT);
        Bytes.xorWord(counter, 4, ssrc);
        Bytes.xorWord(counter, 8, (int) (index >>> 16));
        counter[12] ^= (byte) (index >>> 8);
        counter[13] ^= (byte) index;
        for (int block = 0; block < blocks; block++) {
            counter[14] = (byte) (block >>> 8);
            counter[15] = (byte) block;
            System.arraycopy(counter, 0, counters, block * BLOCK, BLOCK);
        }
        try {
            aes.update(counters, 0, blocks * BLOCK, stream, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException(e); // both are as long
        }
        for (int i = 0; i < to - from; i++) {
            packet[from + i] ^= stream[i];
        }
    }

    /** The runtime's cipher keeps its schedule, which nobody reaches; it is left to the collector. */
    @Override
    public void erase() {
        hmac.erase();
        Arrays.fill(salt, (byte) 0);
        Arrays.fill(stream, (byte) 0);
    }
}
