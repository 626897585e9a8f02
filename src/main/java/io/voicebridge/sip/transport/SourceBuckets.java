package io.voicebridge.sip.transport;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each source address: above its rate a source is refused with 503, and when it does not slow down it
 * gets no answer. The table has a limit; the source that was quiet longest makes room. Used on one loop only.
 */
final class SourceBuckets {

    private static final int REFUSALS_BEFORE_SILENCE = 10;

    private final int perSecond;
    private final int burst;
    private final LongSupplier nanos;
    private final Map<InetAddress, Bucket> buckets;

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
        Bucket bucket = buckets.computeIfAbsent(source, s -> new Bucket(burst, now));
        bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.filledAt) * perSecond / 1e9);
        bucket.filledAt = now;
        if (bucket.tokens >= 1) {
            bucket.tokens--;
            bucket.refused = 0;
            return Admission.Verdict.ADMIT;
        }
        return ++bucket.refused <= REFUSALS_BEFORE_SILENCE ? Admission.Verdict.REFUSE : Admission.Verdict.IGNORE;
    }

    int sources() {
        return buckets.size();
    }

    private static final class Bucket {

        private double tokens;
        private long filledAt;
        private int refused;

        Bucket(double tokens, long filledAt) {
            this.tokens = tokens;
            this.filledAt = filledAt;
        }
    }

    private static final class Table extends LinkedHashMap<InetAddress, Bucket> {

        private final transient int limit;

        Table(int limit) {
            super(64, 0.75f, true);
            this.limit = limit;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Bucket> eldest) {
            return size() > limit;
        }
    }
}
