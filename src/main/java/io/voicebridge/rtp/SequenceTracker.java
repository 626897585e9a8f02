package io.voicebridge.rtp;

/**
 * Follows the 16-bit sequence numbers of one source (RFC 3550 appendix A.1) and tells new packets from repeated ones.
 * Used by one media thread.
 */
final class SequenceTracker {

    /** A step forward by more than this is a restart of the sender, as in RFC 3550 (MAX_DROPOUT). */
    private static final int MAX_GAP = 3000;

    enum Arrival {
        /** The youngest so far. */
        NEW,
        /** Older than the youngest, not seen before. */
        REORDERED,
        /** Seen before, or too old to know. */
        DUPLICATE
    }

    private boolean started;
    private int first;
    private int highest; // extended by the cycles of 65,536
    private long seen; // bit n: highest - n has come
    private int suspect = -1;
    private boolean successor;

    private long unique;
    private long earlierLost;
    private long reordered;
    private long duplicates;

    Arrival accept(int sequence) {
        if (!started) {
            restart(sequence);
            return Arrival.NEW;
        }
        int step = (short) (sequence - highest);
        if (step > MAX_GAP || step <= -Long.SIZE) {
            return jumped(sequence);
        }
        suspect = -1;
        successor = step == 1;
        if (step > 0) {
            highest += step;
            seen = step >= Long.SIZE ? 1 : seen << step | 1;
            unique++;
            return Arrival.NEW;
        }
        long bit = 1L << -step;
        if ((seen & bit) != 0) {
            duplicates++;
            return Arrival.DUPLICATE;
        }
        seen |= bit;
        if (highest + step < first) {
            first = highest + step;
        }
        unique++;
        reordered++;
        return Arrival.REORDERED;
    }

    /** Two packets in a row far away: the sender has started again. One alone is a stray. */
    private Arrival jumped(int sequence) {
        if (sequence == suspect) {
            restart(sequence);
            return Arrival.NEW;
        }
        suspect = sequence + 1 & 0xFFFF;
        duplicates++;
        return Arrival.DUPLICATE;
    }

    /** Forgets the source; totals stay. The next packet starts a new sequence. */
    void reset() {
        earlierLost = lost();
        unique = 0;
        started = false;
    }

    private void restart(int sequence) {
        if (started) {
            earlierLost = lost();
        }
        started = true;
        first = sequence;
        highest = sequence;
        seen = 1;
        unique = 1;
        suspect = -1;
        successor = false;
    }

    /** True if the packet accepted last is the one right after the youngest before it. */
    boolean directSuccessor() {
        return successor;
    }

    long lost() {
        return earlierLost + missing();
    }

    /** The youngest number with the count of its cycles above: what a report calls the extended highest. */
    int highest() {
        return highest;
    }

    /** Packets that the sender has sent since it began anew last, as far as is known. */
    int expected() {
        return started ? highest - first + 1 : 0;
    }

    /** Of these, those that never came. */
    int missing() {
        return started ? (int) Math.max(0, expected() - unique) : 0;
    }

    long reordered() {
        return reordered;
    }

    long duplicates() {
        return duplicates;
    }
}
