package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import io.voicebridge.speech.Recognizer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Any bot that takes Twilio's bidirectional Media Streams: the bridge dials its WebSocket as Twilio would. The bot tells nobody what
 * was said, so the bridge listens to the caller too, where it has a recogniser.
 */
public final class MediaStreams extends Provider {

    public static final String NAME = "media-streams";

    private final Optional<Recognizer> recognizer;

    /** @param recognizer for the transcript of the caller; stays open until after the sessions are closed */
    public MediaStreams(Optional<Recognizer> recognizer) {
        this.recognizer = recognizer;
    }

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
        Optional<Recognizer> ear =
                recognizer.filter(any -> settings.all().path("transcript").asBoolean(true));
        return new MediaStreamsProtocol(call, settings, ear, studio, json);
    }
}
