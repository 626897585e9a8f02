package io.voicebridge.agent.embedded;

import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.agent.turn.Ear;
import io.voicebridge.speech.Recognition;
import io.voicebridge.speech.Recognizer;
import java.util.Optional;

/** Tells the call what was said and measured. One session's thread. */
final class Report {

    private final AgentListener listener;
    private final long openedAt;
    private final String ear;
    private boolean deaf;

    /** @param openedAt scheduler time from which the transcript counts */
    Report(AgentListener listener, long openedAt, Optional<Recognizer> recognizer) {
        this.listener = listener;
        this.openedAt = openedAt;
        this.ear = recognizer.map(Recognizer::name).orElse("");
    }

    void metric(String name, double value) {
        listener.metric(new AgentMetric(name, value));
    }

    void heard(String id, Ear.Utterance utterance) {
        Recognition recognition = utterance.recognition();
        String text = recognition.text().isBlank() ? recognition.expected().orElse("") : recognition.text();
        long start = Math.max(0, utterance.startedAt() - openedAt);
        long end = Math.max(start, utterance.endedAt() - openedAt);
        listener.transcript(new TranscriptItem(
                id, TranscriptItem.Role.CALLER, text, start, end, -1, recognition.confidence(), ear));
    }

    void pressed(String id, String keys, long now) {
        long at = now - openedAt;
        listener.transcript(
                new TranscriptItem(id, TranscriptItem.Role.CALLER, "Pressed " + keys, at, at, -1, 1, "dtmf"));
    }

    /** An agent's line that was heard, or a part of it; one that never began is not told. */
    void spoken(SpokenLine line) {
        if (line.firstStartedAt() < 0) {
            return;
        }
        listener.transcript(new TranscriptItem(
                line.id(),
                TranscriptItem.Role.AGENT,
                line.text(),
                line.firstStartedAt() - openedAt,
                line.endedAt() - openedAt,
                line.interruptedAt(),
                1,
                line.source()));
    }

    /** Told once a call: the dialogue goes on by keys. */
    void deaf(String detail) {
        if (!deaf) {
            deaf = true;
            listener.failed(
                    AgentFailure.retriable("recognition", "What the caller said could not be recognised: " + detail));
        }
    }
}
