package io.voicebridge.component.sip;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallSecurity;
import io.voicebridge.call.MediaNotice;
import io.voicebridge.call.Recorded;
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

    /** Ours for a call of nobody known, to no number, to no agent, with no codec of ours, for a fault, and for one too many. */
    private static final int[] OFTEN_REFUSED_WITH = {403, 404, 480, 488, 500, 503};

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

    /** Shows what is counted from the start, so that the first of a kind counts as a rise. */
    void begin() {
        registry.get().ifPresent(found -> {
            invites(found);
            answers(found);
            for (CallEnd.By by : CallEnd.By.values()) {
                ends(found, by);
            }
            for (int status : OFTEN_REFUSED_WITH) {
                refusals(found, status);
            }
            duration(found);
            firstAudio(found);
            for (RecordingEnd end : RecordingEnd.values()) {
                recordings(found, end);
            }
            for (MediaNotice.Kind kind : MediaNotice.Kind.values()) {
                notices(found, kind);
            }
            new AgentMeters(found).show();
            new MediaMeters(found).show();
        });
    }

    void invited() {
        registry.get().ifPresent(found -> invites(found).increment());
    }

    private static Counter invites(MeterRegistry found) {
        return counter("sip_invites", "INVITEs that reached the intake").register(found);
    }

    void answered() {
        registry.get().ifPresent(found -> answers(found).increment());
    }

    private static Counter answers(MeterRegistry found) {
        return counter("sip_calls_answered", "Calls that were answered").register(found);
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
        registry.get().ifPresent(found -> Counter.builder(name)
                .description(description)
                .register(found)
                .increment(amount));
    }

    void refused(int status) {
        registry.get().ifPresent(found -> refusals(found, status).increment());
    }

    private static Counter refusals(MeterRegistry found, int status) {
        return counter("sip_calls_refused", "Calls that were refused, by final response")
                .tag("status", Integer.toString(status))
                .register(found);
    }

    void ended(CallEnd end, long durationMs) {
        registry.get().ifPresent(found -> {
            ends(found, end.by()).increment();
            duration(found).record(durationMs, TimeUnit.MILLISECONDS);
        });
    }

    private static Counter ends(MeterRegistry found, CallEnd.By by) {
        return counter("sip_calls_ended", "Calls that ended, by who ended them")
                .tag("by", word(by))
                .register(found);
    }

    private static Timer duration(MeterRegistry found) {
        return Timer.builder("sip_call_duration")
                .description("Length of calls from the answer on")
                .register(found);
    }

    private enum RecordingEnd {
        COMPLETE,
        /** A fault stopped it, or audio is missing in it. */
        DAMAGED,
        /** Nothing is left of it. */
        FAILED
    }

    /** A recording has been written, or as much of it as could be. */
    void recorded(Recorded recorded) {
        boolean whole = recorded.complete() && recorded.lostMillis() == 0;
        RecordingEnd end =
                whole ? RecordingEnd.COMPLETE : recorded.millis() > 0 ? RecordingEnd.DAMAGED : RecordingEnd.FAILED;
        registry.get().ifPresent(found -> recordings(found, end).increment());
    }

    private static Counter recordings(MeterRegistry found, RecordingEnd end) {
        return counter("sip_recordings", "Recordings that have ended, by what there is of them")
                .tag("state", word(end))
                .register(found);
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
        registry.get().ifPresent(found -> firstAudio(found).record(millis, TimeUnit.MILLISECONDS));
    }

    private static Timer firstAudio(MeterRegistry found) {
        return Timer.builder("bridge_first_audio")
                .description("From the answer to the agent's first audio")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(found);
    }

    /** Something was not as it should be with the audio of a call. */
    void noticed(MediaNotice notice) {
        registry.get().ifPresent(found -> notices(found, notice.kind()).increment());
    }

    private static Counter notices(MeterRegistry found, MediaNotice.Kind kind) {
        return counter("rtp_notices", "Calls whose peer was silent, heard nothing of us by its reports, or was lost")
                .tag("kind", word(kind))
                .register(found);
    }

    /** What the audio of a call that is over was like, both ways. */
    void media(RtpStatistics counted) {
        registry.get().ifPresent(found -> new MediaMeters(found).add(counted));
    }

    private void count(String name, String description, String label, String value) {
        registry.get().ifPresent(found -> counter(name, description)
                .tag(label, value)
                .register(found)
                .increment());
    }

    private static Counter.Builder counter(String name, String description) {
        return Counter.builder(name).description(description);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
