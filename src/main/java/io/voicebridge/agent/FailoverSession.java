package io.voicebridge.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of a {@link FailoverAgent}: passes everything on between the call and the agent whose turn it is. What an
 * agent that was replaced still has to tell counts only as far as it is a record of what was said.
 *
 * <p>The media thread takes no lock here. An agent that fails is replaced on the thread on which it says so.
 */
final class FailoverSession implements AgentSession {

    private static final Logger LOG = LoggerFactory.getLogger(FailoverSession.class);

    private final Deque<VoiceAgent> standIns;
    private final AgentCall call;
    private final AgentListener listener;
    private final LongSupplier millis;
    private final long openedAt;

    /** Guards the change of agents, so that none is heard after its time. */
    private final Object change = new Object();

    private volatile Act act;
    private boolean paused;
    private boolean closed;

    FailoverSession(List<VoiceAgent> standIns, AgentCall call, AgentListener listener, LongSupplier millis) {
        this.standIns = new ArrayDeque<>(standIns);
        this.call = call;
        this.listener = listener;
        this.millis = millis;
        this.openedAt = millis.getAsLong();
    }

    /** @throws IllegalArgumentException if the agent cannot serve the call; then somebody else has to */
    void begin(VoiceAgent agent) {
        act = new Act(agent.name(), 0);
        act.open(agent, call);
    }

    /** The agent cannot go on. Without anybody to replace it, the call is told so. */
    void replace(AgentFailure failure) {
        replace(act, failure);
    }

    private void replace(Act failed, AgentFailure failure) {
        Act next;
        VoiceAgent agent;
        synchronized (change) {
            if (act != failed || closed) {
                return;
            }
            agent = standIns.poll();
            if (agent == null) {
                listener.failed(failure);
                return;
            }
            next = new Act(agent.name(), failed.number + 1);
            act = next;
            listener.stopAudio();
        }
        long after = millis.getAsLong() - openedAt;
        listener.replaced(new AgentReplaced(failed.name, next.name, failure, after));
        failed.close();
        try {
            next.open(agent, call.after(new Handover(next.number, failure.code())));
        } catch (RuntimeException e) {
            LOG.warn("The agent {} could not take over a call of {}: {}", next.name, failed.name, e.getMessage());
            replace(next, AgentFailure.fatal("not_available", String.valueOf(e.getMessage())));
            return;
        }
        synchronized (change) {
            if (closed) {
                next.close();
            } else if (paused) {
                next.session().ifPresent(AgentSession::paused);
            }
        }
    }

    /** The time that one agent has in the call. */
    private final class Act implements AgentListener {

        private final String name;
        private final int number;
        private final long sinceMs = millis.getAsLong() - openedAt;
        private volatile AgentSession session;
        private boolean left;

        Act(String name, int number) {
            this.name = name;
            this.number = number;
        }

        void open(VoiceAgent agent, AgentCall taken) {
            session = agent.open(taken, this);
        }

        /** Empty while it is being opened. */
        Optional<AgentSession> session() {
            return Optional.ofNullable(session);
        }

        void close() {
            session().ifPresent(AgentSession::close);
        }

        @Override
        public void audio(String itemId, short[] pcm, boolean last) {
            synchronized (change) {
                if (act == this) {
                    listener.audio(itemId, pcm, last);
                }
            }
        }

        @Override
        public void stopAudio() {
            synchronized (change) {
                if (act == this) {
                    listener.stopAudio();
                }
            }
        }

        @Override
        public void transcript(TranscriptItem item) {
            listener.transcript(item.later(sinceMs));
        }

        @Override
        public void toolCall(ToolCall asked) {
            if (act == this) {
                listener.toolCall(asked);
            }
        }

        @Override
        public void metric(AgentMetric metric) {
            if (act == this) {
                listener.metric(metric);
            }
        }

        @Override
        public void failed(AgentFailure failure) {
            if (failure.endsSession()) {
                replace(this, failure);
            } else {
                listener.failed(failure);
            }
        }

        @Override
        public void closed() {
            synchronized (change) {
                boolean last = act == this && closed && !left;
                left = true;
                if (!last) {
                    return;
                }
            }
            listener.closed();
        }
    }

    @Override
    public void callerAudio(short[] frame) {
        AgentSession current = act.session;
        if (current != null) {
            current.callerAudio(frame);
        }
    }

    @Override
    public void callerDigit(char digit) {
        act.session().ifPresent(session -> session.callerDigit(digit));
    }

    @Override
    public void played(String itemId, long playedMs, boolean complete) {
        act.session().ifPresent(session -> session.played(itemId, playedMs, complete));
    }

    @Override
    public void say(String text, boolean interruptible) {
        act.session().ifPresent(session -> session.say(text, interruptible));
    }

    @Override
    public void toolResult(String callId, String json) {
        act.session().ifPresent(session -> session.toolResult(callId, json));
    }

    @Override
    public void paused() {
        synchronized (change) {
            paused = true;
            act.session().ifPresent(AgentSession::paused);
        }
    }

    @Override
    public void resumed(String note) {
        synchronized (change) {
            paused = false;
            act.session().ifPresent(session -> session.resumed(note));
        }
    }

    @Override
    public void close() {
        synchronized (change) {
            closed = true;
        }
        act.close();
    }
}
