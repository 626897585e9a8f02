package io.voicebridge.rtp.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.SrtpCipher;

/** Sets the library up and makes its contexts. Any thread. */
final class CryptoLibrary {

    /** Its own logger says in the log of the JDK which ciphers it has found; held, or its level is forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("org.jitsi");

    static {
        LIBRARY.setLevel(Level.OFF);
        // The ciphers of the Java runtime. Unless told, the library tries each one that it knows when the first call
        // comes,
        // for a second or two, and takes what was fastest at that moment.
        Aes.setFactoryClassName("SunJCE");
    }

    private interface Maker {
        CryptoContext make(byte[] masterKey, byte[] masterSalt) throws GeneralSecurityException;
    }

    private CryptoLibrary() {}

    /**
     * Loads what the first context of each kind needs, which takes some hundred milliseconds.
     *
     * @throws IllegalStateException if the Java runtime lacks a cipher
     */
    static void load() {
        for (SrtpSuite suite : SrtpSuite.values()) {
            MasterKey none = new MasterKey(suite, new byte[suite.keyAndSaltLength()], new byte[0]);
            sending(none, 0);
            control(none);
        }
    }

    /** @param roc rollover counter of the next packet */
    static CryptoContext sending(MasterKey key, int roc) {
        return make(key, (master, salt) -> new RtpContext(true, roc, master, salt, key.suite()));
    }

    /** For whatever SSRC comes. @param roc rollover counter of the first packet */
    static CryptoContext receiving(MasterKey key, int roc) {
        return make(key, (master, salt) -> new RtpContext(false, roc, master, salt, key.suite()));
    }

    static CryptoContext control(MasterKey key) {
        return make(key, (master, salt) -> new RtcpContext(master, salt, key.suite()));
    }

    private static CryptoContext make(MasterKey key, Maker maker) {
        byte[] master = key.key();
        byte[] salt = key.salt();
        try {
            return maker.make(master, salt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The Java runtime cannot do " + key.suite(), e);
        } finally {
            Arrays.fill(master, (byte) 0);
            Arrays.fill(salt, (byte) 0);
        }
    }

    /**
     * Overwrites the session keys of a context. The runtime's ciphers keep copies that nobody reaches; they are given
     * another key, so that the old one is left to the collector.
     */
    static void erase(int keyLength, byte[] salt, byte[] iv, SrtpCipher cipher, Mac mac) {
        Arrays.fill(salt, (byte) 0);
        Arrays.fill(iv, (byte) 0);
        try {
            cipher.init(new byte[keyLength], salt);
            cipher.setIV(iv, Cipher.ENCRYPT_MODE);
            if (mac != null) {
                mac.init(new SecretKeySpec(new byte[mac.getMacLength()], mac.getAlgorithm()));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key of zeros was refused", e);
        }
    }
}
