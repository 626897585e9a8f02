package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.prompt.PromptTemplate;
import io.voicebridge.agent.turn.CallerRing;
import io.voicebridge.agent.turn.DeadAir;
import io.voicebridge.agent.turn.Mailbox;
import io.voicebridge.rtp.AudioPort;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation with an agent that runs elsewhere. Whatever comes from outside is put in the mailbox or, on the media
 * thread, in the ring; everything else happens on the mailbox's thread.
 */
final class HostedSession implements AgentSession, Studio, Link.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(HostedSession.class);

    private final HostedEngines engines;
    private final AgentCall call;
    private final AgentListener listener;
    private final HostedSettings settings;
    private final Consumer<HostedSession> whenClosed;
    private final Mailbox mailbox;
    private final CallerRing ring = new CallerRing();
    private final short[] frame = new short[AudioPort.FRAME];
    private final short[] silence = new short[AudioPort.FRAME];
    private final Protocol protocol;
    private final HostedTools tools;
    private final HostedVoice voice;
    private final HostedTurns turns;
    private final HostedClock clock;
    private final BridgeLines lines;
    private final CallerWords words;
    private final HandBack handBack;
    private final ItemNames names;
    private final DeadAir deadAir = new DeadAir();
    private final long openedAt;
    private Optional<Link> link = Optional.empty();
    private volatile boolean overflowed;
    private volatile boolean closeAsked;
    private boolean ready;
    private boolean held;
    private boolean failed;
    private boolean closed;
    private boolean saysGoodbye;

    HostedSession(
            HostedEngines engines,
            AgentCall call,
            AgentListener listener,
            HostedSettings settings,
            Function<HostedSession, Protocol> protocol,
            Consumer<HostedSession> whenClosed) {
        this.engines = engines;
        this.call = call;
        this.listener = listener;
        this.settings = settings;
        this.whenClosed = whenClosed;
        this.mailbox = new Mailbox(engines.scheduler(), () -> guarded(this::lookAround));
        this.openedAt = now();
        this.names = new ItemNames(call.handover());
        this.tools = new HostedTools(engines.json(), settings, call.handover(), engines.clock());
        this.protocol = protocol.apply(this);
        this.voice = new HostedVoice(
                listener, openedAt, this.protocol.letsBridgeInterrupt(), this::heard, this::interrupted);
        this.turns = new HostedTurns(
                engines.taking(), engines.activity().get(), voice, this::metric, this.protocol.letsBridgeInterrupt());
        this.clock = new HostedClock(settings, openedAt);
        this.lines = new BridgeLines(engines, call, voice, this::post, this::failed);
        this.words = new CallerWords(listener, call.handover(), tools, turns, openedAt);
        this.handBack = new HandBack(listener, call.handover(), engines.json());
    }

    HostedTools tools() {
        return tools;
    }

    /** @param connect opens the link, which may fail at once */
    void start(Function<Link.Listener, Link> connect) {
        post(() -> link = Optional.of(connect.apply(this)));
        settings.greeting().ifPresent(line -> say(greeting(line), false));
    }

    private String greeting(String line) {
        return PromptTemplate.of(line).render(call.variables()).text();
    }

    @Override
    public long now() {
        return engines.scheduler().millis();
    }

    @Override
    public void metric(String name, double value) {
        listener.metric(new AgentMetric(name, value));
    }

    // From outside

    @Override
    public void callerAudio(short[] heard) {
        ring.write(heard);
    }

    @Override
    public void callerDigit(char digit) {
        post(() -> {
            clock.callerSpoke(now());
            if (ready && !held) {
                protocol.digit(digit);
            }
        });
    }

    @Override
    public void played(String itemId, long playedMs, boolean complete) {
        post(() -> voice.played(itemId, playedMs, complete, now()));
    }

    @Override
    public void say(String text, boolean interruptible) {
        post(() -> speak(text, interruptible));
    }

    @Override
    public void toolResult(String callId, String json) {
        post(() -> tools.answered(callId, json).ifPresent(id -> protocol.toolResult(id, json)));
    }

    @Override
    public void paused() {
        post(() -> held = true);
    }

    @Override
    public void resumed(String note) {
        post(() -> {
            held = false;
            clock.callerSpoke(now());
            if (!note.isEmpty() && ready) {
                protocol.told(note);
            }
        });
    }

    @Override
    public void close() {
        closeAsked = true;
        mailbox.wake();
    }

    /** Called every 20 ms. */
    void beat() {
        mailbox.wake();
    }

    @Override
    public void opened() {
        post(protocol::opened);
    }

    @Override
    public void text(String message) {
        post(() -> {
            read(message);
            link.ifPresent(Link::more);
        });
    }

    @Override
    public void binary(byte[] data) {
        post(() -> {
            if (!failed) {
                protocol.binary(data);
            }
            link.ifPresent(Link::more);
        });
    }

    @Override
    public void closed(boolean agreed, String why) {
        post(() -> {
            if (agreed && protocol.hangsUpByClosing() && ready) {
                finish("agent_hung_up");
            } else if (!handBack.isDecided()) {
                failed(AgentFailure.fatal("socket_closed", "The connection to the agent is gone: " + why + '.'));
            }
        });
    }

    @Override
    public void post(Runnable event) {
        if (!mailbox.post(() -> guarded(event))) {
            overflowed = true;
        }
    }

    private void guarded(Runnable event) {
        if (closed) {
            return;
        }
        try {
            event.run();
        } catch (RuntimeException e) {
            LOG.error("The session of a hosted agent met an error of its own", e);
            failed(AgentFailure.fatal("internal", "The agent's session met an error of its own."));
        }
    }

    // The mailbox's thread from here on

    private void read(String message) {
        if (failed) {
            return;
        }
        JsonNode node;
        try {
            node = engines.json().readTree(message);
        } catch (JsonProcessingException e) {
            node = MissingNode.getInstance();
        }
        if (node.isObject()) {
            protocol.message(node);
        } else {
            LOG.debug("A message of {} characters is no JSON object", message.length());
        }
    }

    private void lookAround() {
        long now = now();
        if (closeAsked) {
            leave(now);
            return;
        }
        if (failed) {
            return;
        }
        if (overflowed) {
            failed(AgentFailure.fatal("overloaded", "The bridge does not keep up with the agent."));
            return;
        }
        while (ring.read(frame)) {
            listen(now);
        }
        deadAir.look(now, held || voice.isHeard(now) || turns.isHeard());
        if (held) {
            protocol.unheard(now);
            return;
        }
        if (!ready && now - openedAt >= engines.readyWithinMs() && !handBack.isDecided()) {
            failed(AgentFailure.fatal(
                    "not_ready", "The agent was not ready within " + engines.readyWithinMs() + " ms."));
            return;
        }
        if (ready) {
            protocol.tick(now);
        }
        watch(now);
        if (handBack.isDecided() && voice.isHeardOut(now) && !lines.isBusy() && !protocol.isSpeaking()) {
            handBack.ask(now);
        }
    }

    private void listen(long now) {
        if (turns.accept(frame, now) && !protocol.transcribes()) {
            clock.callerSpoke(now);
        }
        if (ready && !held && !handBack.isDecided()) {
            // While the caller must hear a line to its end, the agent hears nothing that it could answer.
            boolean deaf = voice.isHeard(now) && !voice.isInterruptible();
            protocol.callerAudio(deaf ? silence : frame, deaf ? 0 : turns.speech());
        }
    }

    private void watch(long now) {
        if (handBack.isDecided()) {
            return;
        }
        switch (clock.look(now, isQuiet(now) && !protocol.isBusy(), voice.bufferedUntil())) {
            case SILENT_AGENT ->
                failed(AgentFailure.fatal(
                        "agent_silent", "The agent says that it speaks, and nothing has come for 1.5 s."));
            case REPROMPT -> {
                metric("reprompts", 1);
                speak(settings.reprompt(), true);
            }
            case GOODBYE -> end("silence");
            case TIME_UP -> end("max_seconds");
            case NOTHING -> {
                // All is well.
            }
        }
    }

    /** Nothing is being said, nor about to be. */
    private boolean isQuiet(long now) {
        return voice.isIdle(now) && !lines.isBusy();
    }

    private void end(String reason) {
        saysGoodbye = true;
        voice.discard(now());
        speak(settings.goodbye(), false);
        handBack.decide(reason);
    }

    private void speak(String line, boolean interruptible) {
        lines.say(line, interruptible);
        protocol.bridgeSaid(line);
    }

    private void leave(long now) {
        closed = true;
        voice.abandon(now);
        if (ready && !failed) {
            protocol.closing();
        }
        link.ifPresent(Link::close);
        turns.close();
        metric("dead_air_max_ms", deadAir.longest());
        listener.closed();
        whenClosed.accept(this);
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
        if (saysGoodbye) {
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
    public <T> void compute(Supplier<T> work, Consumer<T> done, Consumer<String> failed) {
        try {
            engines.scheduler().compute(() -> {
                try {
                    T made = work.get();
                    post(() -> done.accept(made));
                } catch (RuntimeException e) {
                    LOG.warn("Speech work failed", e);
                    post(() -> failed.accept(e.getClass().getSimpleName()));
                }
            });
        } catch (RejectedExecutionException e) {
            post(() -> failed.accept("too much waits to be computed"));
        }
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
        if (failure.fatal()) {
            failed = true;
            link.ifPresent(Link::close);
            voice.abandon(now());
        }
        listener.failed(failure);
    }
}
