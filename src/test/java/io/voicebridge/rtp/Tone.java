package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** An audio port that speaks a sine and measures how much of what it hears is a sine of a given frequency. */
class Tone implements AudioPort {

    private static final int KEPT = 50 * FRAME;

    private final double step;
    private final short[] heard = new short[KEPT];
    private int heardSamples;
    private long spoken;
    private volatile long frames;
    private volatile String digits = "";

    Tone(int hertz) {
        step = 2 * Math.PI * hertz / 8000;
    }

    @Override
    public void received(short[] frame, long sequence) {
        for (short sample : frame) {
            heard[heardSamples++ % KEPT] = sample;
        }
    }

    @Override
    public boolean next(short[] frame, long sequence) {
        for (int i = 0; i < FRAME; i++) {
            frame[i] = (short) (8000 * Math.sin(step * spoken++));
        }
        frames = sequence + 1;
        return true;
    }

    @Override
    public void digit(char digit) {
        digits += digit;
    }

    long frames() {
        return frames;
    }

    String digits() {
        return digits;
    }

    /** The loudest sample of what was heard lately. */
    int heardPeak() {
        int peak = 0;
        for (short sample : heard) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    /**
     * Waits for half a second that is a clean tone of this frequency. A machine that stops this thread for a while has both
     * ends miss frames, since they share it; the tone is clean again when that is over.
     */
    void awaitHearing(int hertz) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(heardShareOf(hertz)).isGreaterThan(0.95));
    }

    /**
     * The share of the energy of half a second that is at this frequency: 1 for a clean tone without gap or jump, by
     * correlation with sine and cosine.
     */
    double heardShareOf(int hertz) {
        double omega = 2 * Math.PI * hertz / 8000;
        int from = frames > 0 && heardSamples >= KEPT ? heardSamples - KEPT / 2 : heardSamples / 2;
        double sine = 0;
        double cosine = 0;
        double energy = 0;
        int count = heardSamples - from;
        for (int i = from; i < from + count; i++) {
            short sample = heard[i % KEPT];
            sine += sample * Math.sin(omega * i);
            cosine += sample * Math.cos(omega * i);
            energy += (double) sample * sample;
        }
        return 2 * (sine * sine + cosine * cosine) / count / energy;
    }
}
