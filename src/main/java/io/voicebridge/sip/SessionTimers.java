package io.voicebridge.sip;

import java.time.Duration;

/**
 * How long a call may go on without a sign that its peer still has it (RFC 4028). What a peer asks for is done in any
 * case; this is what we ask for, and the least that we agree to.
 *
 * @param interval that we ask for; zero to ask for none
 * @param least who asks for less is answered 422; 90 s or more
 * @param refreshed which peers we ourselves refresh a call with, where they have not asked for it
 */
public record SessionTimers(Duration interval, Duration least, Refreshed refreshed) {

    /** Half an hour, and 90 s at least. */
    public static final SessionTimers STANDARD =
            new SessionTimers(Duration.ofMinutes(30), Duration.ofSeconds(90), Refreshed.WHO_SUPPORT_TIMERS);

    /** The least that RFC 4028 allows. */
    private static final long LEAST = 90;

    /** Peers. */
    public enum Refreshed {
        WHO_SUPPORT_TIMERS,
        /** Also those who say nothing of timers: they get a re-INVITE or UPDATE that they can do without. */
        ALL
    }

    public SessionTimers {
        if (least.toSeconds() < LEAST || least.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "The least session interval is " + LEAST + " s or more (RFC 4028 section 4), not " + least);
        }
        if (!interval.isZero() && interval.compareTo(least) < 0 || interval.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "The session interval is 0, or not below the least of " + least.toSeconds() + " s");
        }
    }

    /** Seconds; 0 for none. */
    public int intervalSeconds() {
        return (int) interval.toSeconds();
    }

    public int leastSeconds() {
        return (int) least.toSeconds();
    }
}
