package io.voicebridge.component.sip;

import io.voicebridge.call.CallSecurity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Body of the event {@code answered}: the 200 is on its way and audio flows.
 *
 * @param recording where the recording will be when the call has ended; empty if there is none
 * @param security how the audio is protected
 * @param agentLeadMs how long the agent had been there: its transcript counts from then on, the recording from the answer
 */
public record CallAnswered(Instant at, Optional<Path> recording, CallSecurity security, long agentLeadMs) {}
