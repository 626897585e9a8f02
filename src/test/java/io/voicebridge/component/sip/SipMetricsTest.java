package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.call.MediaNotice;
import io.voicebridge.call.Recorded;
import io.voicebridge.conformance.Duty;
import io.voicebridge.rtp.RtcpStatistics;
import io.voicebridge.rtp.RtcpStatistics.PeerReport;
import io.voicebridge.rtp.RtpStatistics;
import io.voicebridge.rtp.codec.AudioCodec;
import io.voicebridge.sip.transport.MessageRates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SipMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MessageRates rates = MessageRates.unlimited();
    private final SipMetrics metrics = new SipMetrics(() -> Optional.of(registry));

    @Test
    void countsTheAudioOfCallsBothWays() {
        RtcpStatistics rtcp =
                new RtcpStatistics(3, 3, 0, Optional.of(new PeerReport(12, 0.016, 4)), OptionalDouble.of(80));
        metrics.media(new RtpStatistics(
                735, 734, 0, 735, 0, 0, 3, 1, 0, 0, 0, 5, 0, 0, 2.1, 0, 3, 0, 0, AudioCodec.PCMA, rtcp));
        metrics.noticed(new MediaNotice(MediaNotice.Kind.UNHEARD, Duration.ofSeconds(20)));

        assertThat(registry.get("rtp_calls").tag("codec", "pcma").counter().count())
                .isEqualTo(1);
        assertThat(packets("received", "passed")).isEqualTo(733);
        assertThat(packets("received", "lost")).isEqualTo(3);
        assertThat(packets("received", "refused")).isEqualTo(5);
        assertThat(packets("sent", "lost")).isEqualTo(12);
        assertThat(registry.get("rtp_mos").tag("way", "sent").summary().mean()).isBetween(4.0, 4.4);
        assertThat(registry.get("rtp_round_trip").timer().mean(TimeUnit.MILLISECONDS))
                .isEqualTo(80);
        assertThat(registry.get("rtp_notices").tag("kind", "unheard").counter().count())
                .isEqualTo(1);
    }

    @Test
    void showsHowFullTheBridgeIs() {
        AtomicInteger calls = new AtomicInteger(3);
        metrics.calls(calls::get, 500);
        calls.incrementAndGet();

        assertThat(registry.get("sip_calls_active").gauge().value()).isEqualTo(4);
        assertThat(registry.get("sip_calls_limit").gauge().value()).isEqualTo(500);
    }

    @Test
    void countsRecordingsByWhatThereIsOfThem() {
        metrics.recorded(new Recorded(Path.of("a.wav"), 60_000, 0, true));
        metrics.recorded(new Recorded(Path.of("b.wav"), 60_000, 400, true));
        metrics.recorded(new Recorded(Path.of("c.wav"), 20_000, 0, false));
        metrics.recorded(new Recorded(Path.of("d.wav"), 0, 0, false));

        assertThat(recordings("complete")).isEqualTo(1);
        assertThat(recordings("damaged")).isEqualTo(2);
        assertThat(recordings("failed")).isEqualTo(1);
    }

    private double recordings(String state) {
        return registry.get("sip_recordings").tag("state", state).counter().count();
    }

    /** A counter that first shows with its first event has not risen, for who asks how much it rose. */
    @Test
    void showsWhatItCountsBeforeAnythingHappens() {
        metrics.begin();
        int before = registry.getMeters().size();

        metrics.invited();
        metrics.answered();
        metrics.refused(503);
        metrics.recorded(new Recorded(Path.of("a.wav"), 0, 0, false));
        metrics.firstSpeech(300);
        metrics.measured(new AgentMetric("turn_gap_ms", 700));
        metrics.noticed(new MediaNotice(MediaNotice.Kind.UNHEARD, Duration.ofSeconds(20)));

        assertThat(registry.getMeters()).hasSize(before);
    }

    @Test
    void countsWhatAgentsMeasureUnderNamesOfItsOwn() {
        metrics.measured(new AgentMetric("turn_gap_ms", 700));
        metrics.measured(new AgentMetric("turn_gap_ms", 900));
        metrics.measured(new AgentMetric("underruns", 3));
        metrics.measured(new AgentMetric("whatever_an_agent_likes", 1));

        assertThat(registry.get("bridge_turn_gap").timer().mean(TimeUnit.MILLISECONDS))
                .isEqualTo(800);
        assertThat(registry.get("bridge_underruns").counter().count()).isEqualTo(3);
        assertThat(registry.getMeters()).hasSize(2);
    }

    private double packets(String way, String fate) {
        return registry.get("rtp_packets")
                .tag("way", way)
                .tag("fate", fate)
                .counter()
                .count();
    }

    @Duty(
            value = "Metrics",
            says = "no label holds what a peer chose: the number of series does not grow with the calls")
    @Test
    void hasNoMoreSeriesAfterTenThousandCalls() {
        metrics.messages(rates);
        metrics.invited();
        for (int status = 400; status < 700; status++) {
            metrics.refused(status);
        }
        int before = registry.getMeters().size();
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            metrics.invited();
            metrics.refused(400 + random.nextInt(300));
        }

        assertThat(registry.getMeters()).hasSize(before);
    }
}
