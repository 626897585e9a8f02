package io.voicebridge.agent;

import io.voicebridge.speech.Synthesizer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Says one line and hands the call back: what is left where an agent cannot go on and has no dialogue that another could
 * follow. Thread-safe.
 */
public final class GoodbyeAgent implements VoiceAgent, AutoCloseable {

    public static final String NAME = "goodbye";

    private static final int VOICES = 16;

    private final Synthesizer synthesizer;
    private final String line;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(1, task -> {
        Thread thread = new Thread(task, "agent-goodbye");
        thread.setDaemon(true);
        return thread;
    });

    /** The line as sound, by voice. */
    private final Map<String, short[]> sounds = new ConcurrentHashMap<>();

    /** @param synthesizer stays open until after this is closed */
    public GoodbyeAgent(Synthesizer synthesizer, String line) {
        this.synthesizer = synthesizer;
        this.line = line;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AgentCapabilities capabilities() {
        return new AgentCapabilities(false, true, true, false, false, Duration.ofMinutes(1));
    }

    @Override
    public void prepare(AgentProfile profile) {
        sound(profile.voice());
    }

    @Override
    public AgentSession open(AgentCall call, AgentListener listener) {
        GoodbyeSession session = new GoodbyeSession(this, call, listener);
        threads.execute(session::speak);
        return session;
    }

    String line() {
        return line;
    }

    /** Computed once for each voice. */
    short[] sound(String voice) {
        short[] known = sounds.get(voice);
        if (known != null) {
            return known;
        }
        short[] made = synthesizer.synthesize(line, voice);
        if (sounds.size() < VOICES) {
            sounds.put(voice, made);
        }
        return made;
    }

    ScheduledExecutorService threads() {
        return threads;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
