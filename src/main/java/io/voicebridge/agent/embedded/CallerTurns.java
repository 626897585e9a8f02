package io.voicebridge.agent.embedded;

import io.voicebridge.agent.Handover;
import io.voicebridge.agent.dialogue.Dialogue;
import io.voicebridge.agent.dialogue.DialogueState;
import io.voicebridge.agent.dialogue.UserTurn;
import io.voicebridge.agent.turn.Ear;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.speech.Recognition;
import java.util.Optional;

/**
 * What the caller says and presses, as turns of the dialogue; stops the agent where the caller speaks into its words, and
 * lets it go on where that was a noise. Session's thread.
 */
final class CallerTurns implements Ear.Hearing {

    private static final Recognition NOTHING = new Recognition("", Optional.empty(), 0);

    /** Whom the caller talks with. */
    interface Talk {

        DialogueState state();

        /** Whether the caller could not know yet what would be asked. */
        boolean isBeforeTheQuestion(long at);

        /** @param endedAt when the caller's turn was over */
        void answer(UserTurn turn, long endedAt);
    }

    private final Engines engines;
    private final TurnTaking taking;
    private final Dialogue dialogue;
    private final Talk talk;
    private final Speaker speaker;
    private final Workshop workshop;
    private final Report report;
    private final Handover handover;
    private final Ear ear;
    private final Keys keys;
    private int utterances;

    CallerTurns(
            Engines engines,
            TurnTaking taking,
            Dialogue dialogue,
            Talk talk,
            Speaker speaker,
            Workshop workshop,
            Report report,
            Handover handover) {
        this.engines = engines;
        this.taking = taking;
        this.dialogue = dialogue;
        this.talk = talk;
        this.speaker = speaker;
        this.workshop = workshop;
        this.report = report;
        this.handover = handover;
        this.ear = new Ear(taking, engines.activity().get(), this);
        this.keys = new Keys(taking.betweenKeys());
    }

    private long now() {
        return engines.scheduler().millis();
    }

    /** The next 20 ms, which are of no use where there is no recogniser. */
    void listen(short[] frame, long now) {
        if (engines.recognizer().isEmpty()) {
            return;
        }
        ear.accept(frame, now);
        boolean meant = ear.isSpeaking() && ear.voiced() >= taking.bargeIn();
        if (meant && speaker.isInterruptible() && speaker.playingFor(now) >= taking.echo()) {
            speaker.interrupt(now);
            report.metric("bargein_stop_ms", ear.lasting());
        }
    }

    void digit(char digit) {
        if (speaker.isInterruptible() && speaker.playingFor(now()) >= 0) {
            speaker.interrupt(now());
        }
        if (dialogue.expects(talk.state()).keyString()) {
            keys.press(digit, now()).ifPresent(this::pressed);
        } else {
            pressed(String.valueOf(digit));
        }
    }

    /** Keys that nobody goes on with are a turn. */
    void tick(long now) {
        keys.expired(now).ifPresent(this::pressed);
    }

    private void pressed(String number) {
        String id = handover.id("u" + ++utterances);
        report.pressed(id, number, now());
        talk.answer(new UserTurn.Pressed(id, number), now());
    }

    boolean isSpeaking() {
        return ear.isSpeaking();
    }

    /** Something was said and is not understood yet. */
    boolean isHearing() {
        return ear.isBusy();
    }

    /** A turn has begun and is not over. */
    boolean isBusy() {
        return ear.isBusy() || keys.isTyping();
    }

    /** What was said until now is a turn. */
    void flush(long now) {
        ear.flush(now);
    }

    void close() {
        ear.close();
    }

    @Override
    public void recognize(int trial, short[] audio) {
        workshop.recognize(
                audio,
                dialogue.expects(talk.state()).phrases(),
                recognition -> ear.recognized(trial, recognition),
                detail -> {
                    report.deaf(detail);
                    ear.recognized(trial, NOTHING);
                });
    }

    @Override
    public boolean isExpected(Recognition recognition) {
        return dialogue.isExpected(talk.state(), said("", recognition));
    }

    private static UserTurn.Said said(String id, Recognition recognition) {
        return new UserTurn.Said(id, recognition.text(), recognition.expected(), recognition.confidence());
    }

    @Override
    public void heard(Ear.Utterance utterance) {
        Recognition recognition = utterance.recognition();
        boolean wordless =
                recognition.text().isBlank() && recognition.expected().isEmpty();
        if (wordless && utterance.voiced() < taking.noise()) {
            if (speaker.isCut()) {
                report.metric("false_interruptions", 1);
                speaker.resume(now());
            }
            return;
        }
        if (speaker.isCut()) {
            report.metric("interruptions", 1);
        }
        report.metric("endpoint_ms", utterance.decidedAt() - utterance.endedAt());
        String id = handover.id("u" + ++utterances);
        if (!wordless) {
            report.heard(id, utterance);
        }
        boolean early = talk.isBeforeTheQuestion(utterance.endedAt());
        talk.answer(
                early ? new UserTurn.SaidEarly(id, recognition.text()) : said(id, recognition), utterance.endedAt());
    }
}
