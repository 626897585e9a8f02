package io.voicebridge.component.sip;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.voicebridge.agent.AgentMetric;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What agents measure, as meters: a histogram for what takes time, a counter for what happens. The meters are a fixed few, as
 * agents can name a measurement as they like; what is not among them stands on the timeline only.
 */
final class AgentMeters {

    private record Meter(String name, String description) {}

    private static final Map<String, Meter> TIMES = Map.of(
            "turn_gap_ms", new Meter("bridge_turn_gap", "From the caller's last word to the agent's first sound"),
            "dead_air_max_ms", new Meter("bridge_dead_air", "The longest time of a call in which nobody was heard"),
            "tool_latency_ms", new Meter("bridge_tool_latency", "From a tool's call to its answer"),
            "bargein_stop_ms", new Meter("bridge_bargein_stop", "From the caller's first word to the agent's silence"),
            "stt_ms", new Meter("bridge_recognition", "How long a recognition took"),
            "tts_ms", new Meter("bridge_synthesis", "How long a synthesis took"),
            "brain_ms", new Meter("bridge_brain", "From the question to the first words of a cascade's brain"));

    private static final Map<String, Meter> EVENTS = Map.of(
            "interruptions", new Meter("bridge_interruptions", "Callers who spoke into the agent's words"),
            "false_interruptions", new Meter("bridge_interruptions_false", "Noises that held an agent up"),
            "underruns", new Meter("bridge_underruns", "Gaps in an agent's words, because its audio came too late"),
            "reprompts", new Meter("bridge_reprompts", "Questions that were asked again"),
            "fillers", new Meter("bridge_fillers", "Lines that covered a slow brain"));

    private final MeterRegistry registry;

    AgentMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows all of them, also those of which nothing has been measured yet. */
    void show() {
        TIMES.values().forEach(this::timer);
        EVENTS.values().forEach(this::counter);
    }

    void add(AgentMetric metric) {
        Meter time = TIMES.get(metric.name());
        if (time != null) {
            timer(time).record((long) Math.max(0, metric.value()), TimeUnit.MILLISECONDS);
        }
        Meter event = EVENTS.get(metric.name());
        if (event != null) {
            counter(event).increment(Math.max(0, metric.value()));
        }
    }

    private Timer timer(Meter time) {
        return Timer.builder(time.name())
                .description(time.description())
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(registry);
    }

    private Counter counter(Meter event) {
        return Counter.builder(event.name()).description(event.description()).register(registry);
    }
}
