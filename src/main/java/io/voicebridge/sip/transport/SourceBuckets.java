package io.voicebridge.sip.transport;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each source: above its rate a source is refused with 503, and when it does not slow down it gets no
 * answer. Refusals have a bucket of their own, ten and one a second, so that a flood is answered no more than that. The
 * table has a limit; the source that was quiet longest makes room. IPv6 addresses of one /64 block, which one sender has
 * for himself, are one source. Used on one loop only.
 */
final class SourceBuckets {

    private static final int REFUSALS_BEFORE_SILENCE = 10;
    private static final double SECOND = 1e9;

    private final int perSecond;
    private final int burst;
    private final LongSupplier nanos;
    private final Map<Long, Bucket> buckets;

    /**
     * @param perSecond messages that a source may send in the long run; 0 for no limit
     * @param burst messages that it may send at once
     */
    SourceBuckets(int perSecond, int burst, int sources, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanos = nanos;
        this.buckets = new Table(sources);
    }

    Admission.Verdict take(InetAddress source) {
        if (perSecond == 0) {
            return Admission.Verdict.ADMIT;
        }
        long now = nanos.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(key(source), s -> new Bucket(burst, now));
        bucket.fill(perSecond, burst, now);
        if (bucket.tokens >= 1) {
            bucket.tokens--;
            return Admission.Verdict.ADMIT;
        }
        if (bucket.refusals >= 1) {
            bucket.refusals--;
            return Admission.Verdict.REFUSE;
        }
        return Admission.Verdict.IGNORE;
    }

    int sources() {
        return buckets.size();
    }

    /** The address of IPv4, the network half of IPv6; an IPv4 address in IPv6 form is told from the bytes it ends with. */
    private static Long key(InetAddress source) {
        ByteBuffer bytes = ByteBuffer.wrap(source.getAddress());
        if (bytes.capacity() == 4) {
            return Integer.toUnsignedLong(bytes.getInt());
        }
        long network = bytes.getLong();
        return network == 0 ? bytes.getLong() : network;
    }

    private static final class Bucket {

        private double tokens;
        private double refusals = REFUSALS_BEFORE_SILENCE;
        private long filledAt;

        Bucket(double tokens, long filledAt) {
            this.tokens = tokens;
            this.filledAt = filledAt;
        }

        void fill(int perSecond, int burst, long now) {
            double seconds = (now - filledAt) / SECOND;
            tokens = Math.min(burst, tokens + seconds * perSecond);
            refusals = Math.min(REFUSALS_BEFORE_SILENCE, refusals + seconds);
            filledAt = now;
        }
    }

    private static final class Table extends LinkedHashMap<Long, Bucket> {

        private final transient int limit;

        Table(int limit) {
            super(64, 0.75f, true);
            this.limit = limit;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Bucket> eldest) {
            return size() > limit;
        }
    }
}
