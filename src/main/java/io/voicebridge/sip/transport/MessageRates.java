package io.voicebridge.sip.transport;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How many messages a second are let through to the parser, for known sources and for strangers apart: what strangers send
 * never takes from what known ones may. The totals hold over all loops and listeners; the rates of a source hold on each
 * loop of a listener, and a source with one port is on one loop. 0 means no limit. Thread-safe.
 */
public final class MessageRates {

    private static final int FASTEST = 1_000_000;

    private final int perSource;
    private final int perStranger;
    private final RateLimit known;
    private final RateLimit strangers;
    private final LongAdder[] counts;

    /**
     * @param perSource of one known address in the long run, twice that at once
     * @param perStranger the same of one unknown address, or of one /64 block of IPv6
     * @param total of all known addresses
     * @param strangersTotal of all unknown addresses
     */
    public MessageRates(int perSource, int perStranger, int total, int strangersTotal) {
        this(perSource, perStranger, total, strangersTotal, System::nanoTime);
    }

    MessageRates(int perSource, int perStranger, int total, int strangersTotal, LongSupplier nanos) {
        this.perSource = checked(perSource);
        this.perStranger = checked(perStranger);
        this.known = new RateLimit(checked(total), Math.max(1, total), nanos);
        this.strangers = new RateLimit(checked(strangersTotal), Math.max(1, strangersTotal), nanos);
        this.counts = new LongAdder[Admission.Verdict.values().length];
        Arrays.setAll(counts, verdict -> new LongAdder());
    }

    /** No limit at all. */
    public static MessageRates unlimited() {
        return new MessageRates(0, 0, 0, 0);
    }

    private static int checked(int rate) {
        if (rate < 0 || rate > FASTEST) {
            throw new IllegalArgumentException("A rate of SIP messages is " + rate + ", not from 0 to " + FASTEST);
        }
        return rate;
    }

    int perSource() {
        return perSource;
    }

    int perStranger() {
        return perStranger;
    }

    void count(Admission.Verdict verdict) {
        counts[verdict.ordinal()].increment();
    }

    /** Messages on which that was the verdict, over all loops and listeners, since the start. */
    public long counted(Admission.Verdict verdict) {
        return counts[verdict.ordinal()].sum();
    }

    RateLimit known() {
        return known;
    }

    RateLimit strangers() {
        return strangers;
    }
}
