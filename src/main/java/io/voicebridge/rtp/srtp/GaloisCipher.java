package io.voicebridge.rtp.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES in Galois/counter mode (RFC 7714). The Java runtime's cipher is set up anew for each packet, which makes about 1 kB of garbage. */
final class GaloisCipher implements PacketCipher {

    private static final int TAG = 16;
    private static final int IV = 12;

    private final StreamKind kind;
    private final Cipher cipher;
    private final SecretKey key;
    private final byte[] salt;
    private final byte[] iv = new byte[IV];
    private final byte[] word = new byte[Integer.BYTES];
    private byte[] output = {};

    /** Copies what it is given. */
    GaloisCipher(StreamKind kind, SessionKeys keys) {
        this.kind = kind;
        this.key = new SecretKeySpec(keys.encryption(), "AES");
        this.salt = keys.salt().clone();
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The Java runtime lacks AES-GCM", e);
        }
    }

    @Override
    public int seal(byte[] packet, int from, int length, int ssrc, long index) {
        try {
            begin(Cipher.ENCRYPT_MODE, packet, from, ssrc, index, kind.sealedWord(index));
            int end = from + finish(packet, from, length);
            System.arraycopy(word, 0, packet, end, kind.indexLength());
            return end + kind.indexLength();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A packet could not be encrypted", e);
        }
    }

    @Override
    public int open(byte[] packet, int from, int length, int identifier, int ssrc, long index) {
        int end = length - identifier - kind.indexLength();
        if (end - TAG < from) {
            return Protection.NOT_AUTHENTIC;
        }
        int said = kind.openedWord(packet, end, index);
        // What is not encrypted is authenticated all the same (RFC 7714 section 9.3).
        int start = kind.isEncrypted(said) ? from : end - TAG;
        try {
            begin(Cipher.DECRYPT_MODE, packet, start, ssrc, index, said);
            return start + finish(packet, start, end);
        } catch (AEADBadTagException e) {
            return Protection.NOT_AUTHENTIC;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A packet could not be decrypted", e);
        }
    }

    private void begin(int mode, byte[] packet, int from, int ssrc, long index, int said)
            throws GeneralSecurityException {
        System.arraycopy(salt, 0, iv, 0, IV);
        Bytes.xorWord(iv, 2, ssrc);
        if (kind == StreamKind.RTP) {
            Bytes.xorWord(iv, 6, (int) (index >>> 16));
            iv[10] ^= (byte) (index >>> 8);
            iv[11] ^= (byte) index;
        } else {
            Bytes.xorWord(iv, 8, (int) index);
        }
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, iv));
        cipher.updateAAD(packet, 0, from);
        if (kind == StreamKind.RTCP) {
            Bytes.word(word, 0, said);
            cipher.updateAAD(word);
        }
    }

    /** By way of a buffer: a cipher may write before it finds the tag to be wrong. */
    private int finish(byte[] packet, int from, int to) throws GeneralSecurityException {
        if (output.length < packet.length) {
            output = new byte[packet.length]; // packets come in arrays of one length: once
        }
        int size = cipher.doFinal(packet, from, to - from, output, 0);
        System.arraycopy(output, 0, packet, from, size);
        return size;
    }

    /** The runtime's key and cipher keep copies that nobody reaches; they are left to the collector. */
    @Override
    public void erase() {
        Arrays.fill(salt, (byte) 0);
        Arrays.fill(output, (byte) 0);
    }
}
