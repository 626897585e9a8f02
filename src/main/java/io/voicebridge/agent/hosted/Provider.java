package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import java.net.URI;
import java.util.Map;

/** Where a kind of hosted agent is, and how it talks. Thread-safe. */
public abstract sealed class Provider permits MediaStreams, OpenAiRealtime {

    abstract String name();

    abstract AgentCapabilities capabilities();

    /** @throws IllegalArgumentException with one sentence a person can act on, if there is none */
    abstract URI address(HostedSettings settings);

    /** Of the request that opens the connection; may hold a key, so they are never logged. */
    abstract Map<String, String> headers();

    abstract Protocol protocol(
            AgentCall call, HostedSettings settings, HostedTools tools, Studio studio, ObjectMapper json);
}
