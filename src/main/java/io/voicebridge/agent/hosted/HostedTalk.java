package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.turn.DeadAir;
import io.voicebridge.agent.turn.SessionThread;
import io.voicebridge.rtp.AudioPort;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is said in a session with an agent that runs elsewhere: brings together what its protocol tells, the caller's turns,
 * the bridge's own lines, the limits in time, and what is to be heard of all that. Session's thread.
 */
final class HostedTalk implements Studio {

    private final HostedEngines engines;
    private final AgentListener listener;
    private final SessionThread thread;
    private final short[] silence = new short[AudioPort.FRAME];
    private final Protocol protocol;
    private final HostedTools tools;
    private final HostedVoice voice;
    private final HostedTurns turns;
    private final HostedClock clock;
    private final CallerWords words;
    private final HandBack handBack;
    private final ItemNames names;
    private final DeadAir deadAir = new DeadAir();
    private final HostedWatch watch;
    private Optional<Link> link = Optional.empty();
    private boolean ready;
    private boolean held;
    private boolean failed;

    HostedTalk(
            HostedEngines engines,
            AgentCall call,
            AgentListener listener,
            HostedSettings settings,
            Function<HostedTalk, Protocol> protocol,
            SessionThread thread) {
        this.engines = engines;
        this.listener = listener;
        this.thread = thread;
        long openedAt = now();
        this.names = new ItemNames(call.handover());
        this.tools = new HostedTools(engines.json(), settings, call.handover(), engines.clock());
        this.protocol = protocol.apply(this);
        this.voice = new HostedVoice(
                listener, openedAt, this.protocol.letsBridgeInterrupt(), this::heard, this::interrupted);
        this.turns = new HostedTurns(
                engines.taking(), engines.activity().get(), voice, this::metric, this.protocol.letsBridgeInterrupt());
        this.clock = new HostedClock(settings, openedAt);
        this.words = new CallerWords(listener, call.handover(), tools, turns, openedAt);
        this.handBack = new HandBack(listener, call.handover(), engines.json());
        BridgeLines lines = new BridgeLines(engines, call, voice, this::post, this::failed);
        this.watch = new HostedWatch(
                settings, clock, this.protocol, this, voice, lines, handBack, openedAt + engines.readyWithinMs());
    }

    HostedTools tools() {
        return tools;
    }

    // From the session

    void linked(Link opened) {
        link = Optional.of(opened);
    }

    boolean hasFailed() {
        return failed;
    }

    Protocol protocol() {
        return protocol;
    }

    /** The connection is gone. @param agreed the other side has closed it as one does */
    void unlinked(boolean agreed, String why) {
        if (agreed && protocol.hangsUpByClosing() && ready) {
            finish("agent_hung_up");
        } else if (!handBack.isDecided()) {
            failed(AgentFailure.fatal("socket_closed", "The connection to the agent is gone: " + why + '.'));
        }
    }

    void digit(char digit) {
        clock.callerSpoke(now());
        if (ready && !held) {
            protocol.digit(digit);
        }
    }

    void played(String itemId, long playedMs, boolean complete) {
        voice.played(itemId, playedMs, complete, now());
    }

    void toolResult(String callId, String json) {
        tools.answered(callId, json).ifPresent(id -> protocol.toolResult(id, json));
    }

    void pause() {
        held = true;
    }

    void goOn(String note) {
        held = false;
        clock.callerSpoke(now());
        if (!note.isEmpty() && ready) {
            protocol.told(note);
        }
    }

    /** Looks what is due, after the caller was listened to. */
    void look(long now) {
        deadAir.look(now, held || voice.isHeard(now) || turns.isHeard());
        if (held) {
            protocol.unheard(now);
            return;
        }
        if (!ready && watch.isOverdue(now)) {
            failed(AgentFailure.fatal(
                    "not_ready", "The agent was not ready within " + engines.readyWithinMs() + " ms."));
            return;
        }
        if (ready) {
            protocol.tick(now);
        }
        watch.look(now);
    }

    /** The caller's next 20 ms. */
    void listen(short[] frame, long now) {
        if (turns.accept(frame, now) && !protocol.transcribes()) {
            clock.callerSpoke(now);
        }
        if (ready && !held && !handBack.isDecided()) {
            // While the caller must hear a line to its end, the agent hears nothing that it could answer.
            boolean deaf = voice.isHeard(now) && !voice.isInterruptible();
            protocol.callerAudio(deaf ? silence : frame, deaf ? 0 : turns.speech());
        }
    }

    /** @param then once it is on its way; not at all if it cannot be said */
    void disclose(String text, Runnable then) {
        watch.disclose(text, then);
    }

    void speak(String line, boolean interruptible) {
        watch.speak(line, interruptible);
    }

    /** The call is over: nothing more is said. */
    void hush(long now) {
        voice.abandon(now);
        if (ready && !failed) {
            protocol.closing();
        }
        link.ifPresent(Link::close);
    }

    /** Whether the caller's last words are still being recognised. */
    boolean isHearing() {
        return ready && !failed && protocol.isHearing();
    }

    void leave() {
        turns.close();
        metric("dead_air_max_ms", deadAir.longest());
    }

    /** Only what the agent has said itself is told to it, under its own name. */
    private void heard(String item) {
        names.theirs(item).ifPresent(protocol::heard);
    }

    private void interrupted(String item, long playedMs) {
        names.theirs(item).ifPresent(own -> protocol.interrupted(own, playedMs));
    }

    // From the protocol

    @Override
    public void send(JsonNode message) {
        link.ifPresent(open -> open.send(message.toString()));
    }

    @Override
    public void send(byte[] message) {
        link.ifPresent(open -> open.send(message));
    }

    @Override
    public void ready() {
        ready = true;
        clock.callerSpoke(now());
    }

    @Override
    public void agentSpeaks() {
        clock.agentSpeaks(now());
    }

    @Override
    public void agentAudio(String item, short[] pcm) {
        if (watch.saysGoodbye()) {
            return;
        }
        long now = now();
        clock.agentHeard(now);
        turns.answered(now);
        voice.add(names.ours(item), pcm, true, now);
    }

    @Override
    public void agentDone(String item) {
        clock.agentDone();
        voice.done(names.ours(item));
    }

    @Override
    public void callerSpeaks() {
        turns.callerSpeaks(now());
    }

    @Override
    public void clear() {
        voice.discard(now());
    }

    @Override
    public void agentSaid(String item, String text) {
        voice.said(names.ours(item), text);
    }

    @Override
    public void callerSaid(String text, String source) {
        if (text.isBlank()) {
            return;
        }
        long now = now();
        clock.callerSpoke(now);
        words.said(text, source, now);
    }

    @Override
    public void toolCall(String id, String name, String arguments) {
        HostedTools.Verdict verdict = tools.take(id, name, arguments);
        if (verdict instanceof HostedTools.Verdict.Do wish) {
            if (name.equals(ToolCall.END_CALL)) {
                // The caller hears the goodbye to its end; an answer would only make the agent speak again.
                finish("agent");
            } else {
                listener.toolCall(wish.call());
            }
        } else if (verdict instanceof HostedTools.Verdict.Answer answer) {
            protocol.toolResult(id, answer.json());
        }
    }

    @Override
    public void say(String line) {
        speak(line, true);
    }

    @Override
    public boolean isEnding() {
        return handBack.isDecided();
    }

    @Override
    public void metric(String name, double value) {
        listener.metric(new AgentMetric(name, value));
    }

    @Override
    public long now() {
        return engines.scheduler().millis();
    }

    @Override
    public void post(Runnable event) {
        thread.post(event);
    }

    @Override
    public <T> void compute(Supplier<T> work, Consumer<T> done, Consumer<String> failed) {
        thread.compute(work, done, failed);
    }

    @Override
    public void finish(String reason) {
        handBack.decide(reason);
    }

    @Override
    public void failed(AgentFailure failure) {
        if (failed) {
            return;
        }
        if (failure.endsSession()) {
            failed = true;
            link.ifPresent(Link::close);
            voice.abandon(now());
        }
        listener.failed(failure);
    }
}
