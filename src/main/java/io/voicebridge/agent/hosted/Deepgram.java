package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The Voice Agent API of Deepgram, version 1. Address and key are the operator's. */
public final class Deepgram extends Provider {

    public static final String NAME = "deepgram";

    private final String url;
    private final String key;

    /** @param key empty if there is none: then agents need one of their own */
    public Deepgram(String url, String key) {
        this.url = url;
        this.key = key;
    }

    @Override
    String name() {
        return NAME;
    }

    @Override
    AgentCapabilities capabilities() {
        return new AgentCapabilities(true, true, true, false, true, Duration.ofHours(1));
    }

    @Override
    Optional<URI> address(HostedSettings settings) {
        requireKey(key, settings);
        return Optional.of(URI.create(url));
    }

    @Override
    Map<String, String> headers(AgentCall call) {
        return Map.of("Authorization", "Token " + key(call, key));
    }

    @Override
    Protocol protocol(AgentCall call, HostedSettings settings, HostedTools tools, Studio studio, ObjectMapper json) {
        return new DeepgramProtocol(call, settings, tools, studio, json);
    }

    @Override
    public String toString() {
        return NAME + " at " + url;
    }
}
