package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import io.voicebridge.agent.brain.Brain;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.speech.Recognizer;
import io.voicebridge.speech.Synthesizer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Speech of the bridge around a brain that can be anything a Camel route can ask. */
public final class Cascade extends Provider {

    public static final String NAME = "cascade";

    private final Brain brain;
    private final Optional<Recognizer> recognizer;
    private final Synthesizer synthesizer;

    /**
     * @param recognizer without one, no agent of this kind can serve
     * @param synthesizer stays open until after the sessions are closed, as the recogniser does
     */
    public Cascade(Brain brain, Optional<Recognizer> recognizer, Synthesizer synthesizer) {
        this.brain = brain;
        this.recognizer = recognizer;
        this.synthesizer = synthesizer;
    }

    @Override
    String name() {
        return NAME;
    }

    @Override
    AgentCapabilities capabilities() {
        return new AgentCapabilities(false, true, true, true, true, Duration.ofHours(1));
    }

    @Override
    Optional<URI> address(HostedSettings settings) {
        if (recognizer.isEmpty()) {
            throw new IllegalArgumentException("The provider cascade needs a recogniser (bridge.speech.recognizer).");
        }
        return Optional.empty();
    }

    @Override
    Map<String, String> headers(AgentCall call) {
        return Map.of();
    }

    @Override
    Protocol protocol(AgentCall call, HostedSettings settings, HostedTools tools, Studio studio, ObjectMapper json) {
        CascadeProtocol.Parts parts =
                new CascadeProtocol.Parts(brain, recognizer.orElseThrow(), synthesizer, TurnTaking.STANDARD);
        return new CascadeProtocol(parts, call, settings, tools, studio, json);
    }
}
