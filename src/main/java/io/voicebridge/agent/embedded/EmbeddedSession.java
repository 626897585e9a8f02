package io.voicebridge.agent.embedded;

import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.turn.CallerRing;
import io.voicebridge.agent.turn.Ear;
import io.voicebridge.agent.turn.Scheduler;
import io.voicebridge.agent.turn.SessionThread;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.rtp.AudioPort;
import java.util.function.Consumer;

/**
 * One conversation, as the call sees it. Whatever comes from outside is put in the mailbox or, on the media thread, in the
 * ring; everything else happens in the {@link EmbeddedTalk}, on the session's thread.
 */
final class EmbeddedSession implements AgentSession {

    /** How long a call that is over waits for the recognition of its last words. */
    private final Scheduler scheduler;

    private final AgentListener listener;
    private final Consumer<EmbeddedSession> whenClosed;
    private final CallerRing ring = new CallerRing();
    private final short[] frame = new short[AudioPort.FRAME];
    private final SessionThread thread;
    private final EmbeddedTalk talk;
    private volatile boolean closeAsked;
    private long closeBy = -1;

    EmbeddedSession(
            Engines engines,
            TurnTaking taking,
            Prepared prepared,
            AgentCall call,
            AgentListener listener,
            Consumer<EmbeddedSession> whenClosed) {
        this.scheduler = engines.scheduler();
        this.listener = listener;
        this.whenClosed = whenClosed;
        this.thread = new SessionThread(scheduler, this::lookAround, this::broken);
        this.talk = new EmbeddedTalk(engines, taking, prepared, call, listener, thread);
    }

    private void broken() {
        talk.fail("internal", "The agent met an error of its own and gives the call back.");
    }

    /** It speaks soon. */
    void start() {
        thread.post(talk::begin);
    }

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
        thread.post(() -> talk.say(text, interruptible));
    }

    @Override
    public void toolResult(String callId, String json) {
        thread.post(() -> talk.toolResult(callId, json));
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

    private void lookAround() {
        if (!talk.hasBegun()) {
            if (closeAsked) {
                leave();
            }
            return; // not started, or failed to
        }
        long now = scheduler.millis();
        if (thread.hasOverflowed() && !talk.hasFailed()) {
            talk.fail("overloaded", "The agent does not keep up with the call; fewer calls or more processors help.");
        }
        while (ring.read(frame)) {
            talk.listen(frame, now);
        }
        talk.look(now);
        if (closeAsked) {
            closing(now);
        }
    }

    private void closing(long now) {
        if (closeBy < 0) {
            closeBy = now + Ear.LAST_WORDS_MS;
            talk.hush(now);
        }
        if (talk.isHearing() && now < closeBy) {
            return;
        }
        try {
            talk.conclude();
        } finally {
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
