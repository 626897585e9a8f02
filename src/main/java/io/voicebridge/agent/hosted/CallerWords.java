package io.voicebridge.agent.hosted;

import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.Handover;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.agent.dialogue.OptOut;

/** What the caller has said, for the transcript; and the one thing in it that no agent decides about. Session's thread. */
final class CallerWords {

    private final AgentListener listener;
    private final Handover handover;
    private final HostedTools tools;
    private final HostedTurns turns;
    private final long openedAt;
    private int utterances;
    private boolean optedOut;

    CallerWords(AgentListener listener, Handover handover, HostedTools tools, HostedTurns turns, long openedAt) {
        this.listener = listener;
        this.handover = handover;
        this.tools = tools;
        this.turns = turns;
        this.openedAt = openedAt;
    }

    void said(String text, String source, long now) {
        String id = handover.id("u" + ++utterances);
        tools.heard(id);
        long start = Math.max(0, turns.lastStart(now) - openedAt);
        listener.transcript(new TranscriptItem(
                id,
                TranscriptItem.Role.CALLER,
                text.strip(),
                start,
                Math.max(start, turns.lastEnd(now) - openedAt),
                -1,
                1,
                source));
        if (!optedOut && OptOut.isIn(text)) {
            optedOut = true;
            listener.toolCall(tools.optOut(id));
        }
    }
}
