package io.voicebridge.rtp;

/**
 * How punctual the frames of an engine were since its start, in milliseconds behind the grid of 20 ms.
 *
 * @param frames counted
 * @param p50 half of the frames were this late or less
 * @param p99 of a hundred frames, one was later
 * @param p999 of a thousand frames, one was later
 */
public record Pacing(long frames, double p50, double p99, double p999) {

    static Pacing of(long[] counts) {
        long frames = 0;
        for (long count : counts) {
            frames += count;
        }
        return new Pacing(frames, at(counts, frames, 0.5), at(counts, frames, 0.99), at(counts, frames, 0.999));
    }

    private static double at(long[] counts, long frames, double share) {
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i];
            if (sum >= frames * share) {
                return (i + 1) * 0.25;
            }
        }
        return 0;
    }
}
