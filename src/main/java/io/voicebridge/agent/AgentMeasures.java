package io.voicebridge.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured in one call, of all the agents that took part in it. In milliseconds.
 *
 * @param firstAudioMs from the answer to the first sound of an agent; empty if none was heard
 * @param times by the name of the measurement, such as {@code turn_gap_ms}; only what was measured
 * @param deadAirMaxMs the longest time in which nobody was heard; empty if nobody ever was
 * @param events how often it happened, by the name of the measurement, such as {@code interruptions}
 */
public record AgentMeasures(
        Optional<Long> firstAudioMs, Map<String, Times> times, Optional<Long> deadAirMaxMs, Map<String, Long> events) {

    /** What was measured more than once. */
    public record Times(long count, long median, long max) {}

    /** Made of JSON's values, under the names of the measurements. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        firstAudioMs.ifPresent(value -> map.put("ttfa_ms", value));
        times.forEach((name, value) ->
                map.put(name, Map.of("count", value.count(), "median", value.median(), "max", value.max())));
        deadAirMaxMs.ifPresent(value -> map.put("dead_air_max_ms", value));
        map.putAll(events);
        return map;
    }
}
