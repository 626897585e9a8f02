package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The Realtime API of OpenAI, or what speaks like it. Key and address are the operator's. */
public final class OpenAiRealtime extends Provider {

    public static final String NAME = "openai-realtime";

    private final String url;
    private final String key;
    private final String model;

    /**
     * @param url without a query
     * @param key empty if there is none: then agents need one of their own
     */
    public OpenAiRealtime(String url, String key, String model) {
        this.url = url;
        this.key = key;
        this.model = model;
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
        return Optional.of(URI.create(
                url + "?model=" + URLEncoder.encode(settings.model().orElse(model), StandardCharsets.UTF_8)));
    }

    @Override
    Map<String, String> headers(AgentCall call) {
        return Map.of("Authorization", "Bearer " + key(call, key));
    }

    @Override
    Protocol protocol(AgentCall call, HostedSettings settings, HostedTools tools, Studio studio, ObjectMapper json) {
        return new OpenAiRealtimeProtocol(call, settings, tools, studio, json);
    }

    @Override
    public String toString() {
        return NAME + " at " + url;
    }
}
