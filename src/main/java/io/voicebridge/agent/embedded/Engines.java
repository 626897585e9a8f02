package io.voicebridge.agent.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.turn.Scheduler;
import io.voicebridge.speech.Recognizer;
import io.voicebridge.speech.Synthesizer;
import io.voicebridge.speech.VoiceActivity;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What all sessions share.
 *
 * @param recognizer empty if callers can only press keys
 * @param activity makes the detector of one call
 */
record Engines(
        Synthesizer synthesizer,
        Optional<Recognizer> recognizer,
        Supplier<VoiceActivity> activity,
        Clock clock,
        ObjectMapper json,
        Scheduler scheduler) {}
