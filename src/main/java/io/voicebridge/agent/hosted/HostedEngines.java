package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.turn.Scheduler;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.speech.Synthesizer;
import io.voicebridge.speech.VoiceActivity;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What all sessions share.
 *
 * @param synthesizer of the bridge's own lines
 * @param activity makes the detector of one call
 * @param readyWithinMs from the opening of a session until its provider must be set up
 */
record HostedEngines(
        Synthesizer synthesizer,
        Supplier<VoiceActivity> activity,
        TurnTaking taking,
        ObjectMapper json,
        Scheduler scheduler,
        long readyWithinMs,
        Clock clock) {}
