package io.voicebridge.agent;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One goodbye. Everything happens on the agent's one thread. */
final class GoodbyeSession implements AgentSession {

    private static final Logger LOG = LoggerFactory.getLogger(GoodbyeSession.class);
    private static final int SAMPLES_PER_MS = 8;

    /** How long the call may keep us waiting for the report that the line was heard. */
    private static final long OVERDUE_MS = 3_000;

    private static final long AGAIN_AFTER_MS = 1_000;
    private static final int ATTEMPTS = 3;

    private final GoodbyeAgent agent;
    private final AgentCall call;
    private final AgentListener listener;
    private final String item;
    private final long openedAt = System.nanoTime();
    private boolean begun;
    private boolean paused;
    private boolean heard;
    private boolean closed;
    private int attempts;

    GoodbyeSession(GoodbyeAgent agent, AgentCall call, AgentListener listener) {
        this.agent = agent;
        this.call = call;
        this.listener = listener;
        this.item = call.handover().id("a1");
    }

    void speak() {
        if (begun || paused || closed) {
            return;
        }
        begun = true;
        long length = 0;
        try {
            short[] sound = agent.sound(call.profile().voice());
            listener.audio(item, sound, true);
            length = sound.length / SAMPLES_PER_MS;
        } catch (RuntimeException e) {
            LOG.error("The goodbye cannot be spoken", e);
        }
        later(() -> heard(0), length == 0 ? 0 : length + OVERDUE_MS);
    }

    private void heard(long playedMs) {
        if (heard || closed) {
            return;
        }
        heard = true;
        long now = (System.nanoTime() - openedAt) / 1_000_000;
        listener.transcript(new TranscriptItem(
                item,
                TranscriptItem.Role.AGENT,
                agent.line(),
                Math.max(0, now - playedMs),
                now,
                -1,
                1,
                GoodbyeAgent.NAME));
        end();
    }

    private void end() {
        if (!closed && attempts++ < ATTEMPTS) {
            listener.toolCall(new ToolCall(
                    call.handover().id("end"), ToolCall.END_CALL, "{\"reason\":\"agent_failed\",\"committed\":false}"));
        }
    }

    private void later(Runnable task, long ms) {
        if (!agent.threads().isShutdown()) {
            agent.threads().schedule(task, ms, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void callerAudio(short[] frame) {
        // Nothing that the caller says changes a goodbye.
    }

    @Override
    public void callerDigit(char digit) {
        // Nor do keys.
    }

    @Override
    public void played(String itemId, long playedMs, boolean complete) {
        if (itemId.equals(item)) {
            later(() -> heard(playedMs), 0);
        }
    }

    @Override
    public void say(String text, boolean interruptible) {
        // All has been said.
    }

    /** The answer to our one question, which has only one good one. */
    @Override
    public void toolResult(String callId, String json) {
        if (!json.contains("\"ok\"")) {
            later(this::end, AGAIN_AFTER_MS);
        }
    }

    @Override
    public void paused() {
        later(() -> paused = true, 0);
    }

    @Override
    public void resumed(String note) {
        later(
                () -> {
                    paused = false;
                    speak();
                },
                0);
    }

    @Override
    public void close() {
        later(
                () -> {
                    if (!closed) {
                        closed = true;
                        listener.closed();
                    }
                },
                0);
    }
}
