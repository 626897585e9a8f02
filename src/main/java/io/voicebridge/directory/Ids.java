package io.voicebridge.directory;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the ids of all rows: a prefix that tells the kind, then 48 bits of time in milliseconds, 12 bits that count
 * within the millisecond and 60 random bits in lower-case Crockford base 32. So they cannot be guessed, and those of
 * one process sort in the order in which they were made, whatever the clock does: a list by id is a list by time, in
 * which two entries of one millisecond do not change places. Thread-safe.
 */
public final class Ids {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int COUNT_BITS = 12;

    /** That 48 bits of milliseconds can hold: in the year 10889. */
    private static final long LAST_SECOND = (1L << 48) / 1_000 - 1;

    private final Clock clock;
    /** The milliseconds and the count of the last id, as one number. */
    private final AtomicLong last = new AtomicLong();

    public Ids(Clock clock) {
        this.clock = clock;
    }

    /** For example {@code next("cv")} gives {@code cv_06f8jq2k3v0a9q6w1x5r7t4b}. */
    public String next(String prefix) {
        long moment = clock.millis() << COUNT_BITS;
        long ordered = last.updateAndGet(before -> Math.max(before + 1, moment));
        long random = RANDOM.nextLong();
        StringBuilder id =
                new StringBuilder(prefix.length() + 25).append(prefix).append('_');
        appendSixtyBits(id, ordered);
        appendSixtyBits(id, random);
        return id.toString();
    }

    /**
     * The least id that {@link #next} can give at that moment or later, as long as its clock is not set back. Before 1970 it is the
     * least of all.
     */
    public static String first(String prefix, Instant moment) {
        long seconds = Math.max(0, Math.min(moment.getEpochSecond(), LAST_SECOND));
        long millis = seconds == moment.getEpochSecond() ? moment.toEpochMilli() : seconds * 1_000;
        StringBuilder id = new StringBuilder(prefix).append('_');
        appendSixtyBits(id, millis << COUNT_BITS);
        appendSixtyBits(id, 0);
        return id.toString();
    }

    private static void appendSixtyBits(StringBuilder id, long bits) {
        for (int shift = 55; shift >= 0; shift -= 5) {
            id.append(ALPHABET[(int) (bits >>> shift) & 31]);
        }
    }
}
