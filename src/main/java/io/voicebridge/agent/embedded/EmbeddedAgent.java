package io.voicebridge.agent.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.Disclosure;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.agent.dialogue.Dialogue;
import io.voicebridge.agent.turn.PoolScheduler;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.speech.Speech;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent that needs nobody else: it follows the dialogue of its profile, with speech that runs in this process. It never
 * says or commits what the dialogue does not hold. Thread-safe.
 */
public final class EmbeddedAgent implements VoiceAgent, AutoCloseable {

    public static final String NAME = "embedded";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedAgent.class);

    /** Dialogues that are kept ready; each holds a few hundred kilobytes of sound. */
    private static final int READY = 32;

    private final Engines engines;
    private final TurnTaking taking;
    private final Set<EmbeddedSession> sessions = ConcurrentHashMap.newKeySet();

    /** In order of last use; guarded by itself. */
    private final Map<Key, Prepared> ready = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String voice, String dialogue, Optional<String> disclosure) {}

    /**
     * @param speech stays open until after this is closed
     * @param clock for "tomorrow at five"; its zone is used where a dialogue names none
     * @param json writes the arguments of tool calls
     */
    public EmbeddedAgent(Speech speech, Clock clock, ObjectMapper json) {
        this(
                new Engines(
                        speech.synthesizer(),
                        speech.recognizer(),
                        () -> speech.voiceActivities().open(),
                        clock,
                        json,
                        new PoolScheduler()),
                TurnTaking.STANDARD);
    }

    EmbeddedAgent(Engines engines, TurnTaking taking) {
        this.engines = engines;
        this.taking = taking;
        engines.scheduler().everyFrame(() -> sessions.forEach(EmbeddedSession::beat));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AgentCapabilities capabilities() {
        return new AgentCapabilities(false, true, true, true, false, Duration.ofHours(1));
    }

    @Override
    public void prepare(AgentProfile profile) {
        prepared(profile).render(engines.synthesizer());
    }

    @Override
    public AgentSession open(AgentCall call, AgentListener listener) {
        Prepared prepared = prepared(call.profile());
        EmbeddedSession session = new EmbeddedSession(engines, taking, prepared, call, listener, sessions::remove);
        sessions.add(session);
        session.start();
        prepared.renderBeside(engines.synthesizer(), engines.scheduler());
        return session;
    }

    private Prepared prepared(AgentProfile profile) {
        if (profile.dialogue().isBlank()) {
            throw new IllegalArgumentException(
                    "The agent " + profile.agent() + " needs a dialogue: the provider 'embedded' follows one.");
        }
        Optional<String> disclosure = Disclosure.wording(profile.settings(), engines.json());
        Key key = new Key(profile.voice(), profile.dialogue(), disclosure);
        synchronized (ready) {
            Prepared known = ready.get(key);
            if (known != null) {
                return known;
            }
        }
        Prepared prepared = new Prepared(Dialogue.parse(profile.dialogue()), profile.voice(), disclosure);
        synchronized (ready) {
            Prepared other = ready.putIfAbsent(key, prepared);
            ready.keySet().stream()
                    .findFirst()
                    .filter(oldest -> ready.size() > READY)
                    .ifPresent(ready::remove);
            return other == null ? prepared : other;
        }
    }

    /** Sessions that are open. */
    public int sessions() {
        return sessions.size();
    }

    /** Closes every session first, so that what they know is saved. */
    @Override
    public void close() {
        sessions.forEach(EmbeddedSession::close);
        long until = engines.scheduler().millis() + 2_000;
        while (!sessions.isEmpty() && engines.scheduler().millis() < until) {
            Thread.onSpinWait();
        }
        if (!sessions.isEmpty()) {
            LOG.warn("{} agent sessions had not finished when the agent was closed", sessions.size());
        }
        engines.scheduler().close();
    }
}
