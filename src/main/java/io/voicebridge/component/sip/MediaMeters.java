package io.voicebridge.component.sip;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.voicebridge.rtp.EModel;
import io.voicebridge.rtp.RtpStatistics;
import java.time.Duration;
import java.util.Locale;

/** The audio of calls as metrics, taken at the end of each. {@code way} is seen from us; no label holds what a peer chose. */
final class MediaMeters {

    private static final String RECEIVED = "received";
    private static final String SENT = "sent";

    private final MeterRegistry registry;

    MediaMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows what every call has, also before the first one. */
    void show() {
        for (String fate : new String[] {"passed", "lost", "late", "refused"}) {
            packets(RECEIVED, fate, 0);
        }
        for (String fate : new String[] {"passed", "failed", "lost"}) {
            packets(SENT, fate, 0);
        }
        for (String way : new String[] {RECEIVED, SENT}) {
            scores(way);
            jitters(way);
        }
    }

    void add(RtpStatistics counted) {
        Counter.builder("rtp_calls")
                .description("Calls that had audio, by their codec")
                .tag("codec", counted.codec().name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
        packets(RECEIVED, "passed", counted.packetsReceived() - counted.late());
        packets(RECEIVED, "lost", counted.lost());
        packets(RECEIVED, "late", counted.late());
        packets(RECEIVED, "refused", counted.refused() + counted.unusable());
        packets(SENT, "passed", counted.packetsSent());
        packets(SENT, "failed", counted.sendFailures());
        EModel.received(counted).ifPresent(score -> score(RECEIVED, score));
        EModel.sent(counted).ifPresent(score -> score(SENT, score));
        if (counted.packetsReceived() > 0) {
            jitter(RECEIVED, counted.jitterMillis());
        }
        counted.rtcp().peer().ifPresent(peer -> {
            packets(SENT, "lost", peer.lost());
            jitter(SENT, peer.jitterMillis());
        });
        counted.rtcp().roundTripMillis().ifPresent(this::roundTrip);
    }

    private void packets(String way, String fate, long count) {
        Counter.builder("rtp_packets")
                .description("RTP packets of calls that are over, by what became of them; lost of those sent is what"
                        + " the peers' reports say")
                .tag("way", way)
                .tag("fate", fate)
                .register(registry)
                .increment(Math.max(0, count));
    }

    private void score(String way, double score) {
        scores(way).record(score);
    }

    private DistributionSummary scores(String way) {
        return DistributionSummary.builder("rtp_mos")
                .description("How calls sounded: mean opinion score by the E-model, 1 to 4.5")
                .tag("way", way)
                .serviceLevelObjectives(2.6, 3.1, 3.6, 4.0, 4.3)
                .register(registry);
    }

    private void jitter(String way, double millis) {
        jitters(way).record(nanos(Math.min(millis, 60_000)));
    }

    private Timer jitters(String way) {
        return Timer.builder("rtp_jitter")
                .description("Interarrival jitter at the end of a call")
                .tag("way", way)
                .serviceLevelObjectives(Duration.ofMillis(10), Duration.ofMillis(30), Duration.ofMillis(100))
                .register(registry);
    }

    private void roundTrip(double millis) {
        Timer.builder("rtp_round_trip")
                .description("Mean round trip of a call, by RTCP")
                .serviceLevelObjectives(Duration.ofMillis(50), Duration.ofMillis(150), Duration.ofMillis(300))
                .register(registry)
                .record(nanos(millis));
    }

    private static Duration nanos(double millis) {
        return Duration.ofNanos(Math.round(millis * 1e6));
    }
}
