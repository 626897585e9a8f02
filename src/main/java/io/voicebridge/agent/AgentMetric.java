package io.voicebridge.agent;

/**
 * One measurement of a session.
 *
 * @param name such as {@code turn_gap_ms}, {@code stt_ms}, {@code tts_ms}, {@code bargein_stop_ms}, {@code interruptions},
 *     {@code dead_air_max_ms}
 */
public record AgentMetric(String name, double value) {}
