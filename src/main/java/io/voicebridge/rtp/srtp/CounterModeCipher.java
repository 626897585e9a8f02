package io.voicebridge.rtp.srtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/** AES in counter mode with HMAC-SHA1 (RFC 3711 sections 4.1.1 and 4.2.1, RFC 6188). Allocates nothing for a packet. */
final class CounterModeCipher implements PacketCipher {

    private static final int SALT = 14;
    private static final long WORD = 0xFFFFFFFFL;

    private final StreamKind kind;
    private final int tagLength;
    private final Cipher aes;
    private final HmacSha1 hmac;
    private long high; // halves of the salt, as a counter begins with it
    private long low;

    /** Copies what it is given. */
    CounterModeCipher(StreamKind kind, SessionKeys keys, int tagLength) {
        this.kind = kind;
        this.tagLength = tagLength;
        this.aes = SessionKeys.encrypting(keys.encryption());
        this.hmac = new HmacSha1(keys.authentication());
        ByteBuffer salt = ByteBuffer.allocate(Workspace.BLOCK).put(keys.salt(), 0, SALT);
        this.high = salt.getLong(0);
        this.low = salt.getLong(Long.BYTES);
        Arrays.fill(salt.array(), (byte) 0);
    }

    @Override
    public int seal(byte[] packet, int from, int length, int ssrc, long index) {
        Workspace space = Workspace.ofThisThread();
        crypt(space, packet, from, length, ssrc, index);
        byte[] word = space.word(kind.sealedWord(index));
        byte[] tag = hmac.of(packet, length, word, space);
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
        Workspace space = Workspace.ofThisThread();
        if (!isRight(hmac.of(packet, end, space.word(said), space), packet, length - tagLength)) {
            return Protection.NOT_AUTHENTIC;
        }
        if (kind.isEncrypted(said)) {
            crypt(space, packet, from, end, ssrc, index);
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

    private void crypt(Workspace space, byte[] packet, int from, int to, int ssrc, long index) {
        int blocks = (to - from + Workspace.BLOCK - 1) / Workspace.BLOCK;
        byte[] counters = space.counters(high ^ ssrc & WORD, low ^ index << Short.SIZE, blocks);
        byte[] stream = space.stream();
        try {
            aes.update(counters, 0, blocks * Workspace.BLOCK, stream, 0);
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
        high = 0;
        low = 0;
    }
}
