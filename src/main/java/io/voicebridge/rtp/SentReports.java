package io.voicebridge.rtp;

/** When our last sender reports went out, by the time that stands in them. Used by one media thread. */
final class SentReports {

    private static final int KEPT = 4;

    private final int[] times = new int[KEPT];
    private final long[] nanos = new long[KEPT];
    private int count;

    /** @param ntpMiddle the middle 32 bits of the time in the report */
    void add(int ntpMiddle, long sentNanos) {
        times[count % KEPT] = ntpMiddle;
        nanos[count % KEPT] = sentNanos;
        count++;
    }

    /**
     * How long a report and the answer to it were on their way (RFC 3550 section 6.4.1).
     *
     * @param lastReport the time in the report that is answered
     * @param delay between the report's coming and the answer, in 1/65536 s
     * @return less than 0 if we have not sent that report lately
     */
    double roundTripMillis(int lastReport, int delay, long nowNanos) {
        for (int i = 0; i < Math.min(count, KEPT); i++) {
            if (times[i] == lastReport && lastReport != 0) {
                return (nowNanos - nanos[i]) / 1e6 - (delay & 0xFFFF_FFFFL) / 65.536;
            }
        }
        return -1;
    }
}
