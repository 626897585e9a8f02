package io.voicebridge.rtp;

/**
 * How punctual the frames of an engine were, in milliseconds behind the grid of 20 ms: since its start, or since an earlier
 * look. Immutable.
 */
public final class Pacing {

    private static final double STEP_MS = 0.25;

    private final long[] counts;

    /** @param counts frames by how late they were, in steps of a quarter of a millisecond; not kept by the caller */
    Pacing(long[] counts) {
        this.counts = counts;
    }

    /** What has come since then. */
    public Pacing since(Pacing earlier) {
        long[] more = counts.clone();
        for (int i = 0; i < more.length; i++) {
            more[i] -= earlier.counts[i];
        }
        return new Pacing(more);
    }

    /** Frames counted. */
    public long frames() {
        long frames = 0;
        for (long count : counts) {
            frames += count;
        }
        return frames;
    }

    /**
     * This share of the frames was so late or less, in milliseconds; 0 if there was no frame.
     *
     * @param share above 0, at most 1
     */
    public double at(double share) {
        double wanted = frames() * share;
        long sum = 0;
        for (int i = 0; i < counts.length && wanted > 0; i++) {
            sum += counts[i];
            if (sum >= wanted) {
                return (i + 1) * STEP_MS;
            }
        }
        return 0;
    }
}
