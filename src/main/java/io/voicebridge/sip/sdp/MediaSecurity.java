package io.voicebridge.sip.sdp;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How one session of ours is secured, and the master keys that we send with: one for each suite, made when it is first
 * needed and the same for the whole session, so that a re-INVITE does not break the stream. Thread-safe.
 */
public final class MediaSecurity {

    private final Encryption encryption;
    private final List<CryptoSuite> suites;
    private final SecureRandom random;
    private final Map<CryptoSuite, byte[]> keys;

    /**
     * @param suites that are taken; the order is that of our offers. In an answer the order of the offer counts
     *     (RFC 4568 section 5.1.2).
     * @param random source of the keys
     */
    public MediaSecurity(Encryption encryption, List<CryptoSuite> suites, SecureRandom random) {
        this(encryption, suites, random, new EnumMap<>(CryptoSuite.class));
    }

    private MediaSecurity(
            Encryption encryption, List<CryptoSuite> suites, SecureRandom random, Map<CryptoSuite, byte[]> keys) {
        this.encryption = encryption;
        this.suites = List.copyOf(suites);
        this.random = random;
        this.keys = keys;
        if (encryption != Encryption.OFF && suites.isEmpty()) {
            throw new IllegalArgumentException("SRTP needs a crypto suite");
        }
    }

    /** No encryption. */
    public static MediaSecurity none() {
        return new MediaSecurity(Encryption.OFF, List.of(), new SecureRandom());
    }

    /** The same session with the same keys and another rule: one that is encrypted is offered so again. */
    public MediaSecurity with(Encryption other) {
        return new MediaSecurity(other, suites, random, keys);
    }

    /** The same rule with keys that were never used. */
    public MediaSecurity renewed() {
        return new MediaSecurity(encryption, suites, random);
    }

    Encryption encryption() {
        return encryption;
    }

    List<CryptoSuite> suites() {
        return suites;
    }

    /** Our master key and salt of a suite. */
    byte[] key(CryptoSuite suite) {
        synchronized (keys) {
            return keys.computeIfAbsent(suite, each -> {
                        byte[] key = new byte[each.length()];
                        random.nextBytes(key);
                        return key;
                    })
                    .clone();
        }
    }

    /** Overwrites the keys when the session is over. */
    public void close() {
        synchronized (keys) {
            keys.values().forEach(key -> Arrays.fill(key, (byte) 0));
        }
    }

    @Override
    public String toString() {
        return "MediaSecurity[" + encryption + ", " + suites + "]";
    }
}
