package io.voicebridge.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** On virtual time, looked at every 20 ms as a media thread does. */
class RtcpIntervalTest {

    @Rfc(value = "3550, 6.2", says = "a report every five seconds on average, the first after half of that")
    @Test
    void reportsEveryFiveSecondsOnAverage() {
        List<Double> times = reports(7, 100_000_000, 100);
        double mean = times.get(times.size() - 1) / times.size();

        assertThat(mean).isBetween(4_700.0, 5_300.0);
    }

    @Rfc(value = "3550, 6.3.1", says = "each time by a factor of its own, between 0.5 and 1.5")
    @Test
    void variesEachInterval() {
        List<Double> times = reports(8, 10_000_000, 100);

        for (int i = 1; i < times.size(); i++) {
            double interval = times.get(i) - times.get(i - 1);
            assertThat(interval).isBetween(0.5 * 5000 / (Math.E - 1.5), 1.5 * 5000 / (Math.E - 1.5) + 20);
        }
        assertThat(times.stream().map(time -> time % 1000).distinct().count()).isGreaterThan(40);
    }

    @Test
    void beginsAfterHalfTheTime() {
        double sum = 0;
        for (int seed = 0; seed < 1000; seed++) {
            double first = reports(seed, 20_000, 100).get(0);
            assertThat(first).isBetween(0.5 * 2500 / (Math.E - 1.5), 1.5 * 2500 / (Math.E - 1.5) + 20);
            sum += first;
        }

        assertThat(sum / 1000).isBetween(2_350.0, 2_650.0);
    }

    @Rfc(value = "3550, 6.3.1", says = "reports never take more than five per cent of the session's bandwidth")
    @Test
    void reportsLessOftenWhenReportsAreLarge() {
        RtcpInterval interval = new RtcpInterval(new SplittableRandom(1), 0, 2000);
        for (int i = 0; i < 100; i++) {
            interval.heard(2000);
        }
        List<Double> times = run(interval, 10_000_000, 2000);

        assertThat(times.get(times.size() - 1) / times.size()).isGreaterThan(7_500);
    }

    private static List<Double> reports(int seed, double until, int size) {
        return run(new RtcpInterval(new SplittableRandom(seed), 0, size), until, size);
    }

    private static List<Double> run(RtcpInterval interval, double until, int size) {
        List<Double> times = new ArrayList<>();
        for (double now = 0; now < until; now += 20) {
            if (interval.isDue(now)) {
                interval.sent(now, size);
                times.add(now);
            }
        }
        return times;
    }
}
