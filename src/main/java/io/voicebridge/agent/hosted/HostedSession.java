package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.prompt.PromptTemplate;
import io.voicebridge.agent.turn.CallerRing;
import io.voicebridge.agent.turn.Ear;
import io.voicebridge.agent.turn.Scheduler;
import io.voicebridge.agent.turn.SessionThread;
import io.voicebridge.rtp.AudioPort;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation with an agent that runs elsewhere, as the call and the link see it. Whatever comes from outside is put in
 * the mailbox or, on the media thread, in the ring; everything else happens in the {@link HostedTalk}, on the session's thread.
 */
final class HostedSession implements AgentSession, Link.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(HostedSession.class);

    private final ObjectMapper json;
    private final Scheduler scheduler;
    private final AgentCall call;
    private final AgentListener listener;
    private final Optional<String> disclosure;
    private final Optional<String> greeting;
    private final Consumer<HostedSession> whenClosed;
    private final CallerRing ring = new CallerRing();
    private final short[] frame = new short[AudioPort.FRAME];
    private final SessionThread thread;
    private final HostedTalk talk;
    private Optional<Link> link = Optional.empty();
    private volatile boolean closeAsked;
    private long closeBy = -1;

    HostedSession(
            HostedEngines engines,
            AgentCall call,
            AgentListener listener,
            HostedSettings settings,
            Function<HostedTalk, Protocol> protocol,
            Consumer<HostedSession> whenClosed) {
        this.json = engines.json();
        this.scheduler = engines.scheduler();
        this.call = call;
        this.listener = listener;
        this.disclosure = settings.disclosure().map(this::rendered).filter(text -> !text.isBlank());
        this.greeting = settings.greeting().map(this::rendered);
        this.whenClosed = whenClosed;
        this.thread = new SessionThread(scheduler, this::lookAround, this::broken);
        this.talk = new HostedTalk(engines, call, listener, settings, protocol, thread);
    }

    private void broken() {
        talk.failed(AgentFailure.fatal("internal", "The agent's session met an error of its own."));
    }

    private String rendered(String template) {
        return PromptTemplate.of(template).render(call.variables()).text();
    }

    /**
     * Until what must be disclosed is on its way to the caller there is no link, so that nothing comes before it.
     *
     * @param connect opens the link, which may fail at once
     */
    void start(Function<Link.Listener, Link> connect) {
        Runnable begin = () -> {
            Link opened = connect.apply(this);
            link = Optional.of(opened);
            talk.linked(opened);
            greeting.ifPresent(line -> talk.speak(line, false));
        };
        thread.post(() -> disclosure.ifPresentOrElse(text -> talk.disclose(text, begin), begin));
    }

    // From the call

    @Override
    public void callerAudio(short[] heard) {
        ring.write(heard);
    }

    @Override
    public void callerDigit(char digit) {
        thread.post(() -> talk.digit(digit));
    }

    @Override
    public void played(String itemId, long playedMs, boolean complete) {
        thread.post(() -> talk.played(itemId, playedMs, complete));
    }

    @Override
    public void say(String text, boolean interruptible) {
        thread.post(() -> talk.speak(text, interruptible));
    }

    @Override
    public void toolResult(String callId, String result) {
        thread.post(() -> talk.toolResult(callId, result));
    }

    @Override
    public void paused() {
        thread.post(talk::pause);
    }

    @Override
    public void resumed(String note) {
        thread.post(() -> talk.goOn(note));
    }

    @Override
    public void close() {
        closeAsked = true;
        thread.wake();
    }

    /** Called every 20 ms. */
    void beat() {
        thread.wake();
    }

    // From the link

    @Override
    public void opened() {
        thread.post(talk.protocol()::opened);
    }

    @Override
    public void text(String message) {
        thread.post(() -> {
            read(message);
            link.ifPresent(Link::more);
        });
    }

    @Override
    public void binary(byte[] data) {
        thread.post(() -> {
            if (!talk.hasFailed() && closeBy < 0) {
                talk.protocol().binary(data);
            }
            link.ifPresent(Link::more);
        });
    }

    @Override
    public void closed(boolean agreed, String why) {
        thread.post(() -> {
            if (closeBy < 0) {
                talk.unlinked(agreed, why);
            }
        });
    }

    // On the session's thread

    private void read(String message) {
        if (talk.hasFailed() || closeBy >= 0) {
            return;
        }
        JsonNode node;
        try {
            node = json.readTree(message);
        } catch (JsonProcessingException e) {
            node = MissingNode.getInstance();
        }
        if (node.isObject()) {
            talk.protocol().message(node);
        } else {
            LOG.debug("A message of {} characters is no JSON object", message.length());
        }
    }

    private void lookAround() {
        long now = scheduler.millis();
        if (closeAsked) {
            closing(now);
            return;
        }
        if (talk.hasFailed()) {
            return;
        }
        if (thread.hasOverflowed()) {
            talk.failed(AgentFailure.fatal("overloaded", "The bridge does not keep up with the agent."));
            return;
        }
        listen(now);
        talk.look(now);
    }

    private void listen(long now) {
        while (ring.read(frame)) {
            talk.listen(frame, now);
        }
    }

    private void closing(long now) {
        if (closeBy < 0) {
            if (!talk.hasFailed()) {
                listen(now);
            }
            closeBy = now + Ear.LAST_WORDS_MS;
            talk.hush(now);
        }
        if (!talk.isHearing() || now >= closeBy) {
            leave();
        }
    }

    private void leave() {
        thread.end();
        talk.leave();
        listener.closed();
        whenClosed.accept(this);
    }
}
