package io.voicebridge.component.sip;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallSecurity;
import io.voicebridge.call.MediaNotice;
import io.voicebridge.rtp.RtpStatistics;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.MessageRates;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What the component counts, if the application has a {@link MeterRegistry}. No label holds anything that a peer chose.
 */
final class SipMetrics {

    private final Supplier<Optional<MeterRegistry>> registry;

    /** @param registry asked each time: a live reload of routes may put another one in its place */
    SipMetrics(Supplier<Optional<MeterRegistry>> registry) {
        this.registry = registry;
    }

    /** Shows what became of the messages that came, from now on. */
    void messages(MessageRates rates) {
        registry.get().ifPresent(found -> {
            for (Admission.Verdict verdict : Admission.Verdict.values()) {
                FunctionCounter.builder("sip_messages", rates, r -> r.counted(verdict))
                        .description("SIP messages, by what was decided about their source")
                        .tag("verdict", verdict.name().toLowerCase(Locale.ROOT))
                        .register(found);
            }
        });
    }

    /** Shows how many calls there are, and how many there may be. */
    void calls(IntSupplier active, int most) {
        registry.get().ifPresent(found -> {
            Gauge.builder("sip_calls_active", active::getAsInt)
                    .description("Calls that are set up or in progress")
                    .register(found);
            Gauge.builder("sip_calls_limit", () -> most)
                    .description("Calls at once that this bridge takes")
                    .register(found);
        });
    }

    void invited() {
        count("sip_invites", "INVITEs that reached the intake", "", "");
    }

    void answered() {
        count("sip_calls_answered", "Calls that were answered", "", "");
    }

    /** The label is one of a few: the suites that we know, or none. */
    void secured(CallSecurity security) {
        count(
                "sip_calls_secured",
                "Calls that were answered, by the SRTP suite of their audio",
                "suite",
                security.suite().orElse("none"));
    }

    /** What the RTP sessions have dropped. */
    void counted(RtpStatistics statistics) {
        add(
                "rtp_packets_unauthentic",
                "Packets of SRTP that were not made with the peer's key",
                statistics.unauthentic());
        add("rtp_packets_replayed", "Packets of SRTP that came again, or far too late", statistics.replayed());
    }

    private void add(String name, String description, long amount) {
        registry.get().ifPresent(found -> io.micrometer.core.instrument.Counter.builder(name)
                .description(description)
                .register(found)
                .increment(amount));
    }

    void refused(int status) {
        count("sip_calls_refused", "Calls that were refused, by final response", "status", Integer.toString(status));
    }

    void ended(CallEnd end, long durationMs) {
        count(
                "sip_calls_ended",
                "Calls that ended, by who ended them",
                "by",
                end.by().name().toLowerCase(Locale.ROOT));
        registry.get().ifPresent(found -> Timer.builder("sip_call_duration")
                .description("Length of calls from the answer on")
                .register(found)
                .record(durationMs, TimeUnit.MILLISECONDS));
    }

    /** @param code of ours, never a peer's */
    void agentReplaced(String code) {
        count("bridge_agents_replaced", "Agents that another one took a call over from, by fault", "code", code);
    }

    /** What an agent has measured. */
    void measured(AgentMetric metric) {
        registry.get().ifPresent(found -> new AgentMeters(found).add(metric));
    }

    void firstSpeech(long millis) {
        registry.get().ifPresent(found -> Timer.builder("bridge_first_audio")
                .description("From the answer to the agent's first audio")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(found)
                .record(millis, TimeUnit.MILLISECONDS));
    }

    /** Something was not as it should be with the audio of a call. */
    void noticed(MediaNotice notice) {
        count(
                "rtp_notices",
                "Calls whose peer was silent, heard nothing of us by its reports, or was lost",
                "kind",
                notice.kind().name().toLowerCase(Locale.ROOT));
    }

    /** What the audio of a call that is over was like, both ways. */
    void media(RtpStatistics counted) {
        registry.get().ifPresent(found -> new MediaMeters(found).add(counted));
    }

    private void count(String name, String description, String label, String value) {
        registry.get().ifPresent(found -> {
            io.micrometer.core.instrument.Counter.Builder counter =
                    io.micrometer.core.instrument.Counter.builder(name).description(description);
            if (!label.isEmpty()) {
                counter.tag(label, value);
            }
            counter.register(found).increment();
        });
    }
}
