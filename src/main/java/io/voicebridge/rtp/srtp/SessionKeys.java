package io.voicebridge.rtp.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * What packets are encrypted with: derived once from a master key and its salt, for the key derivation rate is zero in every key
 * of RFC 4568 that names none (RFC 3711 section 4.3, RFC 6188 section 3, RFC 7714 section 11).
 */
final class SessionKeys implements AutoCloseable {

    private static final int BLOCK = 16;
    private static final int LABEL = 7;

    /** RFC 3711 section 5.2: 160 bits. */
    private static final int AUTHENTICATION_KEY = 20;

    private final byte[] encryption;
    private final byte[] authentication;
    private final byte[] salt;

    /** Takes what it is given, and overwrites it in the end. */
    SessionKeys(byte[] encryption, byte[] authentication, byte[] salt) {
        this.encryption = encryption;
        this.authentication = authentication;
        this.salt = salt;
    }

    static SessionKeys of(MasterKey master, StreamKind kind) {
        SrtpSuite suite = master.suite();
        byte[] key = master.key();
        byte[] salt = master.salt();
        try {
            return new SessionKeys(
                    derive(key, salt, kind.encryptionLabel(), suite.keyLength()),
                    derive(key, salt, kind.authenticationLabel(), AUTHENTICATION_KEY),
                    derive(key, salt, kind.saltLabel(), suite.saltLength()));
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(salt, (byte) 0);
        }
    }

    /** A salt of 96 bits has zeros behind it here, as RFC 7714 says. */
    private static byte[] derive(byte[] master, byte[] salt, int label, int length) {
        byte[] blocks = new byte[(length + BLOCK - 1) / BLOCK * BLOCK];
        for (int at = 0; at < blocks.length; at += BLOCK) {
            System.arraycopy(salt, 0, blocks, at, salt.length);
            blocks[at + LABEL] ^= (byte) label;
            blocks[at + BLOCK - 1] = (byte) (at / BLOCK);
        }
        try {
            byte[] stream = encrypting(master).doFinal(blocks);
            byte[] key = Arrays.copyOf(stream, length);
            Arrays.fill(stream, (byte) 0);
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The Java runtime cannot encrypt with AES", e);
        }
    }

    /**
     * AES of single blocks, which is what counter mode is made of: what is encrypted are counters, no two of them alike, never
     * what is to be kept secret. It is not set up anew for each packet, as the runtime's own counter mode would be.
     *
     * @throws IllegalStateException if the Java runtime lacks it
     */
    static Cipher encrypting(byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The Java runtime lacks AES", e);
        }
    }

    /** The keys themselves, not copies. */
    byte[] encryption() {
        return encryption;
    }

    byte[] authentication() {
        return authentication;
    }

    byte[] salt() {
        return salt;
    }

    @Override
    public void close() {
        Arrays.fill(encryption, (byte) 0);
        Arrays.fill(authentication, (byte) 0);
        Arrays.fill(salt, (byte) 0);
    }
}
