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

    /** Of the request that opens the connection; may hold a key, so they are never logged. */
    abstract Map<String, String> headers();

    abstract Protocol protocol(
            AgentCall call, HostedSettings settings, HostedTools tools, Studio studio, ObjectMapper json);
}
