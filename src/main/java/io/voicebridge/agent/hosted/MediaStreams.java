package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Any bot that takes Twilio's bidirectional Media Streams: the bridge dials its WebSocket as Twilio would. */
public final class MediaStreams extends Provider {

    public static final String NAME = "media-streams";

    @Override
    String name() {
        return NAME;
    }

    @Override
    AgentCapabilities capabilities() {
        return new AgentCapabilities(true, true, false, false, false, Duration.ofHours(24));
    }

    @Override
    Optional<URI> address(HostedSettings settings) {
        String url = settings.url()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The provider media-streams needs settings.url, the WebSocket of the bot."));
        try {
            return Optional.of(URI.create(url));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("settings.url is no address.", e);
        }
    }

    @Override
    Map<String, String> headers(AgentCall call) {
        return Map.of();
    }

    @Override
    Protocol protocol(AgentCall call, HostedSettings settings, HostedTools tools, Studio studio, ObjectMapper json) {
        return new MediaStreamsProtocol(call, settings, studio, json);
    }
}
