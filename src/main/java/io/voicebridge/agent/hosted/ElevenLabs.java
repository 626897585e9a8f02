package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Agents that are set up at ElevenLabs. Address and key are the operator's, the agent is named in the settings. */
public final class ElevenLabs extends Provider {

    public static final String NAME = "elevenlabs";

    private static final int LONGEST_ID = 100;

    private final String url;
    private final String key;

    /**
     * @param url without a query
     * @param key empty if there is none: then agents need one of their own
     */
    public ElevenLabs(String url, String key) {
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
        String agent = settings.all().path("agent_id").asText();
        boolean plain = agent.chars().allMatch(c -> c == '_' || c == '-' || c < 128 && Character.isLetterOrDigit(c));
        if (agent.isEmpty() || agent.length() > LONGEST_ID || !plain) {
            throw new IllegalArgumentException(
                    "The provider elevenlabs needs settings.agent_id, the agent's name there.");
        }
        return Optional.of(URI.create(url + "?agent_id=" + agent));
    }

    @Override
    Map<String, String> headers(AgentCall call) {
        return Map.of("xi-api-key", key(call, key));
    }

    @Override
    Protocol protocol(AgentCall call, HostedSettings settings, HostedTools tools, Studio studio, ObjectMapper json) {
        return new ElevenLabsProtocol(call, settings, studio, json);
    }

    @Override
    public String toString() {
        return NAME + " at " + url;
    }
}
