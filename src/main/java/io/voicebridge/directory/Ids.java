package io.voicebridge.directory;

import java.security.SecureRandom;
import java.time.Clock;

/**
 * Makes the ids of all rows: a prefix that tells the kind, then 48 bits of time in milliseconds and 72 random bits in
 * lower-case Crockford base 32, so that ids sort by the time they were made and cannot be guessed. Thread-safe.
 */
public final class Ids {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Clock clock;

    public Ids(Clock clock) {
        this.clock = clock;
    }

    /** For example {@code next("cv")} gives {@code cv_06f8jq2k3v0a9q6w1x5r7t4b}. */
    public String next(String prefix) {
        byte[] bytes = new byte[15];
        RANDOM.nextBytes(bytes);
        long now = clock.millis();
        for (int i = 5; i >= 0; i--, now >>>= 8) {
            bytes[i] = (byte) now;
        }
        StringBuilder id =
                new StringBuilder(prefix.length() + 25).append(prefix).append('_');
        for (int bit = 0; bit < 120; bit += 5) {
            int pair = (bytes[bit / 8] & 0xff) << 8 | (bit / 8 + 1 < 15 ? bytes[bit / 8 + 1] & 0xff : 0);
            id.append(ALPHABET[pair >>> (11 - bit % 8) & 31]);
        }
        return id.toString();
    }
}
