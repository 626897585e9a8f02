package io.voicebridge.component.sip;

import io.voicebridge.call.CallEnd;
import io.voicebridge.call.RelayStatistics;
import java.time.Instant;

/**
 * Body of the event {@code bridge-ended}: the call that this one was bridged with is over.
 *
 * @param end of the other call
 * @param durationMs how long the two heard each other
 * @param heard what this call was sent by the other
 * @param said the other way round
 */
public record BridgeEnded(Instant at, CallEnd end, long durationMs, RelayStatistics heard, RelayStatistics said) {}
