package io.voicebridge.rtp.srtp;

import java.security.MessageDigest;
import java.util.Arrays;

/** A master key with its salt, and the identifier that packets made with it carry (RFC 3711 section 3.2.1). */
final class MasterKey {

    private static final byte[] NO_IDENTIFIER = {};

    private final SrtpSuite suite;
    private final byte[] keyAndSalt;
    private final byte[] identifier;
    private boolean erased;

    /** Copies what it is given. @param identifier empty if packets carry none */
    MasterKey(SrtpSuite suite, byte[] keyAndSalt, byte[] identifier) {
        if (keyAndSalt.length != suite.keyAndSaltLength()) {
            throw new IllegalArgumentException(
                    suite + " takes " + suite.keyAndSaltLength() + " bytes of key and salt, not " + keyAndSalt.length);
        }
        this.suite = suite;
        this.keyAndSalt = keyAndSalt.clone();
        this.identifier = identifier.length == 0 ? NO_IDENTIFIER : identifier.clone();
    }

    SrtpSuite suite() {
        return suite;
    }

    byte[] identifier() {
        return identifier;
    }

    /** A copy; whoever takes it overwrites it. */
    byte[] key() {
        return part(0, suite.keyLength());
    }

    /** A copy; whoever takes it overwrites it. */
    byte[] salt() {
        return part(suite.keyLength(), keyAndSalt.length);
    }

    PacketCipher cipher(StreamKind kind) {
        try (SessionKeys keys = SessionKeys.of(this, kind)) {
            return suite.cipher(kind, keys);
        }
    }

    /** @throws IllegalStateException if the key was overwritten: nothing is ever encrypted with zeros */
    void requireUnerased() {
        if (erased) {
            throw new IllegalStateException("The key was erased");
        }
    }

    private byte[] part(int from, int to) {
        requireUnerased();
        return Arrays.copyOfRange(keyAndSalt, from, to);
    }

    MasterKey copy() {
        requireUnerased();
        return new MasterKey(suite, keyAndSalt, identifier);
    }

    boolean matches(MasterKey other) {
        return suite == other.suite
                && !erased
                && !other.erased
                && Arrays.equals(identifier, other.identifier)
                && MessageDigest.isEqual(keyAndSalt, other.keyAndSalt);
    }

    void erase() {
        erased = true;
        Arrays.fill(keyAndSalt, (byte) 0);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "MasterKey[" + suite + "]";
    }
}
