package io.voicebridge.rehearsal;

import java.time.Duration;

/**
 * How a campaign dials.
 *
 * @param callsAtOnce lines, 1 to 500; a call that finds none free waits for one
 * @param callsPerSecond above 0, at most 100
 * @param calls in all, 1 to 100,000; the customers are called in turn, again and again if there are fewer
 */
public record Pace(int callsAtOnce, double callsPerSecond, int calls) {

    private static final int MOST_AT_ONCE = 500;
    private static final double MOST_PER_SECOND = 100;
    private static final int MOST_CALLS = 100_000;

    public Pace {
        require(callsAtOnce >= 1 && callsAtOnce <= MOST_AT_ONCE, "calls at once must be 1 to " + MOST_AT_ONCE);
        require(
                callsPerSecond > 0 && callsPerSecond <= MOST_PER_SECOND,
                "calls a second must be above 0 and at most " + (int) MOST_PER_SECOND);
        require(calls >= 1 && calls <= MOST_CALLS, "calls must be 1 to " + MOST_CALLS);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Every customer once, as fast as the lines allow. */
    static Pace once(int callsAtOnce, int customers) {
        return new Pace(callsAtOnce, MOST_PER_SECOND, customers);
    }

    /** When a call begins, counted from the beginning of the campaign. */
    Duration startOf(int call) {
        return Duration.ofNanos((long) (call * 1e9 / callsPerSecond));
    }
}
