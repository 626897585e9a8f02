package io.voicebridge.rtp;

/** Interarrival jitter of 8 kHz audio as RFC 3550 section 6.4.1 and appendix A.8 define it. */
final class Jitter {

    private boolean started;
    private int transit;
    private int scaled; // 16 times the jitter, in samples

    void add(long nanos, int timestamp) {
        int now = (int) (nanos / 125_000) - timestamp;
        if (started) {
            int difference = Math.abs(now - transit);
            if (difference < 16_000) { // a jump of the sender's timestamps is no jitter
                scaled += difference - (scaled + 8 >> 4);
            }
        }
        started = true;
        transit = now;
    }

    void reset() {
        started = false;
    }

    /** In steps of the timestamp, 125 µs each. */
    int samples() {
        return scaled >> 4;
    }

    double millis() {
        return samples() / 8.0;
    }
}
