package io.voicebridge.agent.echo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.speech.Synthesizer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * For test numbers: says what came with the call and how its audio goes, and does by key what an agent does at its end, so that
 * every part of the way can be tried with a telephone. The key that transfers calls this line again, by the number's trunk, or with the
 * setting {@code {"transfer_to": "+1..."}} somebody else.
 * Thread-safe.
 */
public final class EchoAgent implements VoiceAgent, AutoCloseable {

    public static final String NAME = "echo";

    /** The number that was called, as the target of a transfer. */
    public static final String ITSELF = "self";

    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final String FIRST = "This is a test line.";

    private final Synthesizer synthesizer;
    private final ObjectMapper json;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(1, task -> {
        Thread thread = new Thread(task, "agent-echo");
        thread.setDaemon(true);
        return thread;
    });

    /** @param synthesizer stays open until after this is closed */
    public EchoAgent(Synthesizer synthesizer, ObjectMapper json) {
        this.synthesizer = synthesizer;
        this.json = json;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AgentCapabilities capabilities() {
        return new AgentCapabilities(false, true, true, true, true, LONGEST);
    }

    @Override
    public void prepare(AgentProfile profile) {
        settings(profile);
        sound(FIRST, profile.voice());
    }

    @Override
    public AgentSession open(AgentCall call, AgentListener listener) {
        EchoSession session = new EchoSession(this, call, settings(call.profile()), listener);
        session.begin();
        return session;
    }

    /** @throws IllegalArgumentException if they are none */
    private JsonNode settings(AgentProfile profile) {
        if (profile.settings().isBlank()) {
            return json.createObjectNode();
        }
        try {
            return json.readTree(profile.settings());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The settings are not JSON", e);
        }
    }

    short[] sound(String line, String voice) {
        return synthesizer.synthesize(line, voice);
    }

    ObjectNode object() {
        return json.createObjectNode();
    }

    /** The sentence in an answer of the bridge; empty if there is none. */
    String detail(String answer) {
        try {
            return json.readTree(answer).path("detail").asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    String firstWords() {
        return FIRST;
    }

    ScheduledExecutorService threads() {
        return threads;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
