package io.voicebridge.rtp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The even ports of a range, given out at random so that nobody can guess the next one. A port that comes back rests
 * before it is given out again. Thread-safe.
 */
final class PortPool {

    private record Resting(int port, long until) {}

    private final int[] free;
    private int count;
    private final Queue<Resting> resting = new ArrayDeque<>();
    private final long restNanos;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;

    PortPool(PortRange range, Duration rest, RandomGenerator random, LongSupplier nanoTime) {
        int first = range.first() + (range.first() & 1);
        this.free = new int[(range.last() - first + 1) / 2];
        for (int port = first; port < range.last(); port += 2) {
            free[count++] = port;
        }
        this.restNanos = rest.toNanos();
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /** An even port whose odd neighbour is in the range too; empty if all are in use or rest. */
    synchronized OptionalInt take() {
        for (Resting next = resting.peek();
                next != null && nanoTime.getAsLong() - next.until >= 0;
                next = resting.peek()) {
            free[count++] = resting.remove().port;
        }
        if (count == 0) {
            return OptionalInt.empty();
        }
        int at = random.nextInt(count);
        int port = free[at];
        free[at] = free[--count];
        return OptionalInt.of(port);
    }

    /** The port is not in use any more. */
    synchronized void release(int port) {
        resting.add(new Resting(port, nanoTime.getAsLong() + restNanos));
    }

    synchronized int resting() {
        return resting.size();
    }
}
