package io.voicebridge.rtp.rtcp;

import java.util.random.RandomGenerator;

/**
 * When the next report of a session of two is due (RFC 3550 section 6.3 and appendix A.7): on average every five seconds,
 * the first after half of that, each time by a factor of its own, so that the sessions of a server do not report all at
 * once. Used by one thread.
 */
public final class RtcpInterval {

    private static final double LEAST_MILLIS = 5000;

    /** Five per cent of 80 kbit/s: what G.711 takes with the headers of RTP, UDP and IP. */
    private static final double BYTES_PER_MILLI = 0.5;

    /** UDP and IP count too (section 6.2). */
    private static final int LOWER_HEADERS = 28;

    /** Makes up for the timer being considered twice (section 6.3.1). */
    private static final double COMPENSATION = Math.E - 1.5;

    private final RandomGenerator random;
    private double averageSize;
    private boolean initial = true;
    private int members = 1;
    private double last;
    private double next;

    /**
     * @param now milliseconds of any clock
     * @param size of a compound of ours
     */
    public RtcpInterval(RandomGenerator random, double now, int size) {
        this.random = random;
        this.averageSize = size + LOWER_HEADERS;
        this.last = now;
        this.next = now + interval();
    }

    /** True if a report is to be sent now; call {@link #sent} then. The timer is considered again before (section 6.3.6). */
    public boolean isDue(double now) {
        if (now < next) {
            return false;
        }
        next = last + interval();
        return now >= next;
    }

    public void sent(double now, int size) {
        seen(size);
        initial = false;
        last = now;
        next = now + interval();
    }

    /** A report of the peer came. */
    public void heard(int size) {
        members = 2;
        seen(size);
    }

    /** The peer has said goodbye. */
    public void left() {
        members = 1;
    }

    private void seen(int size) {
        averageSize += (size + LOWER_HEADERS - averageSize) / 16;
    }

    private double interval() {
        double least = initial ? LEAST_MILLIS / 2 : LEAST_MILLIS;
        double millis = Math.max(least, averageSize * members / BYTES_PER_MILLI);
        return millis * (0.5 + random.nextDouble()) / COMPENSATION;
    }
}
