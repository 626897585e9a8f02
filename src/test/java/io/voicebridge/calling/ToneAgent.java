package io.voicebridge.calling;

import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentCapabilities;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.VoiceAgent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** An agent that hums instead of speaking, hears all, and does what the test tells it. */
public final class ToneAgent implements VoiceAgent {

    public static final double VOICE = 440;

    /** Sessions in the order in which they were opened. */
    public final LinkedBlockingQueue<Session> sessions = new LinkedBlockingQueue<>();

    private final Duration greeting;

    private final String name;

    public ToneAgent(Duration greeting) {
        this("tone", greeting);
    }

    public ToneAgent(String name, Duration greeting) {
        this.name = name;
        this.greeting = greeting;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public AgentCapabilities capabilities() {
        return new AgentCapabilities(false, true, true, true, true, Duration.ofHours(1));
    }

    @Override
    public void prepare(AgentProfile profile) {
        // A tone needs no preparation.
    }

    @Override
    public AgentSession open(AgentCall call, AgentListener listener) {
        if (call.profile().prompt().equals("broken")) {
            throw new IllegalArgumentException("the prompt is broken");
        }
        Session session = new Session(call, listener);
        session.says("greeting", greeting);
        sessions.add(session);
        return session;
    }

    /** One call's agent, as a test sees it. */
    public static final class Session implements AgentSession {

        public final AgentCall call;
        public final List<String> played = new CopyOnWriteArrayList<>();
        public final List<String> notes = new CopyOnWriteArrayList<>();
        public final List<Character> digits = new CopyOnWriteArrayList<>();
        public final Map<String, String> results = new ConcurrentHashMap<>();
        private final AgentListener listener;
        public volatile double loudest;
        public volatile boolean isClosed;

        Session(AgentCall call, AgentListener listener) {
            this.call = call;
            this.listener = listener;
        }

        public void says(String item, Duration length) {
            listener.audio(item, Tones.sine(VOICE, length), true);
        }

        public void asks(String id, String tool, String arguments) {
            listener.toolCall(new ToolCall(id, tool, arguments));
        }

        public AgentListener listener() {
            return listener;
        }

        @Override
        public void callerAudio(short[] frame) {
            loudest = Math.max(loudest, Tones.rms(frame, 0, frame.length));
        }

        @Override
        public void callerDigit(char digit) {
            digits.add(digit);
        }

        @Override
        public void played(String itemId, long playedMs, boolean complete) {
            played.add(itemId + (complete ? " whole" : " cut"));
        }

        @Override
        public void say(String text, boolean interruptible) {
            notes.add("says " + text);
        }

        @Override
        public void toolResult(String callId, String json) {
            results.put(callId, json);
        }

        @Override
        public void resumed(String note) {
            notes.add(note);
        }

        @Override
        public void close() {
            isClosed = true;
            listener.closed();
        }
    }
}
