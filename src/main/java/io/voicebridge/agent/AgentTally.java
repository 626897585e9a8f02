package io.voicebridge.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up what is measured in one call, for {@link AgentMeasures}. Agents can name a measurement as they like: those that
 * are not among the known ones are left out. Thread-safe.
 */
public final class AgentTally {

    private static final String FIRST_AUDIO = "ttfa_ms";
    private static final String DEAD_AIR = "dead_air_max_ms";
    private static final List<String> TIMES =
            List.of("turn_gap_ms", "endpoint_ms", "stt_ms", "brain_ms", "tts_ms", "bargein_stop_ms", "tool_latency_ms");
    private static final List<String> EVENTS =
            List.of("interruptions", "false_interruptions", "reprompts", "fillers", "underruns");

    /** A median is of the first so many; more are counted, and looked at for the longest. */
    private static final int MOST_KEPT = 1_000;

    private static final class Series {
        private final List<Long> kept = new ArrayList<>();
        private long count;
        private long sum;
        private long max;

        private void add(long value) {
            if (kept.size() < MOST_KEPT) {
                kept.add(value);
            }
            count++;
            sum += value;
            max = Math.max(max, value);
        }

        private AgentMeasures.Times times() {
            List<Long> sorted = kept.stream().sorted().toList();
            long upper = sorted.get(sorted.size() / 2);
            long median = sorted.size() % 2 == 1 ? upper : (sorted.get(sorted.size() / 2 - 1) + upper) / 2;
            return new AgentMeasures.Times(count, median, max);
        }
    }

    private final Map<String, Series> series = new HashMap<>();

    public synchronized void add(AgentMetric metric) {
        String name = metric.name();
        if (TIMES.contains(name) || EVENTS.contains(name) || name.equals(FIRST_AUDIO) || name.equals(DEAD_AIR)) {
            series.computeIfAbsent(name, key -> new Series()).add(Math.max(0, Math.round(metric.value())));
        }
    }

    public synchronized AgentMeasures measures() {
        Map<String, AgentMeasures.Times> times = new LinkedHashMap<>();
        for (String name : TIMES) {
            if (series.containsKey(name)) {
                times.put(name, series.get(name).times());
            }
        }
        Map<String, Long> events = new LinkedHashMap<>();
        EVENTS.forEach(name -> events.put(name, series.containsKey(name) ? series.get(name).sum : 0));
        return new AgentMeasures(
                Optional.ofNullable(series.get(FIRST_AUDIO)).map(all -> all.kept.get(0)),
                times,
                Optional.ofNullable(series.get(DEAD_AIR)).map(all -> all.max),
                events);
    }
}
