package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Where a kind of agent is, and how it talks. Thread-safe. */
public abstract sealed class Provider permits Cascade, Deepgram, ElevenLabs, MediaStreams, OpenAiRealtime {

    abstract String name();

    abstract AgentCapabilities capabilities();

    /**
     * Empty if it is in this process.
     *
     * @throws IllegalArgumentException with one sentence a person can act on, if there is none
     */
    abstract Optional<URI> address(HostedSettings settings);

    /** @throws IllegalArgumentException if neither the operator nor the agent has a key */
    final void requireKey(String operators, HostedSettings settings) {
        if (operators.isBlank() && settings.keySecret().isEmpty()) {
            throw new IllegalArgumentException("The provider " + name() + " needs a key: bridge.agents." + name()
                    + ".key, or a secret of the tenant that settings.key_secret names.");
        }
    }

    /** The agent's own key, or else the operator's. */
    static String key(AgentCall call, String operators) {
        return call.key().isNone() ? operators : call.key().value();
    }

    /** Of the request that opens the connection; may hold a key, so they are never logged. */
    abstract Map<String, String> headers(AgentCall call);

    abstract Protocol protocol(
            AgentCall call, HostedSettings settings, HostedTools tools, Studio studio, ObjectMapper json);
}
