package io.voicebridge.agent.embedded;

import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.Handover;
import io.voicebridge.agent.dialogue.Dialogue;
import io.voicebridge.agent.dialogue.DialogueAction;
import io.voicebridge.agent.dialogue.DialogueState;
import io.voicebridge.agent.dialogue.Turn;
import io.voicebridge.agent.dialogue.UserTurn;
import io.voicebridge.agent.turn.CallerRing;
import io.voicebridge.agent.turn.DeadAir;
import io.voicebridge.agent.turn.Ear;
import io.voicebridge.agent.turn.Mailbox;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.speech.Recognition;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation: an {@link Ear}, a {@link Speaker} and {@link Commitments} around a dialogue. Whatever comes from
 * outside is put in the mailbox or, on the media thread, in the ring; everything else happens on the mailbox's thread.
 */
final class EmbeddedSession implements AgentSession, Ear.Hearing, Speaker.Voice {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSession.class);

    /** How long a call that is over waits for the recognition of its last words. */
    private static final long LAST_WORDS_MS = 1_500;

    private static final Recognition NOTHING = new Recognition("", Optional.empty(), 0);

    private final Engines engines;
    private final TurnTaking taking;
    private final Prepared prepared;
    private final Dialogue dialogue;
    private final AgentListener listener;
    private final Consumer<EmbeddedSession> whenClosed;
    private final DialogueState.Setting setting;
    private final boolean keysOnly;
    private final Mailbox mailbox;
    private final CallerRing ring = new CallerRing();
    private final short[] frame = new short[AudioPort.FRAME];
    private final Ear ear;
    private final Speaker speaker;
    private final Commitments commitments;
    private final Workshop workshop;
    private final Report report;
    private final Keys keys;
    private final Handover handover;
    private final DeadAir deadAir = new DeadAir();
    private final long openedAt;
    private volatile boolean overflowed;
    private volatile boolean closeAsked;
    private boolean held;

    private DialogueState state;
    private int utterances;
    private long quietSince;
    private long questionSince;
    private long answeringSince = -1;
    private Optional<String> ending = Optional.empty();
    private boolean failed;
    private long closeBy = -1;
    private boolean closed;

    EmbeddedSession(
            Engines engines,
            TurnTaking taking,
            Prepared prepared,
            AgentCall call,
            AgentListener listener,
            Consumer<EmbeddedSession> whenClosed) {
        this.engines = engines;
        this.taking = taking;
        this.prepared = prepared;
        this.dialogue = prepared.dialogue();
        this.listener = listener;
        this.whenClosed = whenClosed;
        this.keysOnly = engines.recognizer().isEmpty();
        this.mailbox = new Mailbox(engines.scheduler(), () -> guarded(this::lookAround));
        this.ear = new Ear(taking, engines.activity().get(), this);
        this.handover = call.handover();
        this.speaker = new Speaker(this, handover);
        this.commitments = new Commitments(listener, engines.json(), handover);
        this.keys = new Keys(taking.betweenKeys());
        this.openedAt = now();
        this.quietSince = openedAt;
        this.report = new Report(listener, openedAt, engines.recognizer());
        this.workshop = new Workshop(engines, report, this::post);
        ZoneId zone = dialogue.zone().orElse(engines.clock().getZone());
        ZonedDateTime start = ZonedDateTime.ofInstant(engines.clock().instant(), zone);
        this.setting = new DialogueState.Setting(call.variables(), start, keysOnly);
    }

    /** The greeting, soon; or a word to a caller whom another agent has left. */
    void start() {
        post(() -> take(handover.isTakeover() ? dialogue.takeOver(setting) : dialogue.begin(setting)));
    }

    private long now() {
        return engines.scheduler().millis();
    }

    // From outside

    @Override
    public void callerAudio(short[] heard) {
        ring.write(heard);
    }

    @Override
    public void callerDigit(char digit) {
        post(() -> digit(digit));
    }

    @Override
    public void played(String itemId, long playedMs, boolean complete) {
        post(() -> speaker.played(itemId, playedMs, complete, now()));
    }

    @Override
    public void say(String text, boolean interruptible) {
        post(() -> {
            if (!failed && closeBy < 0) {
                speaker.say(new DialogueAction.Say(text, interruptible, false), now());
            }
        });
    }

    @Override
    public void toolResult(String callId, String json) {
        post(() -> commitments.answered(callId, json, now()));
    }

    @Override
    public void paused() {
        post(() -> held = true);
    }

    /** The question that stands is asked again if the caller comes back from a transfer that failed. */
    @Override
    public void resumed(String note) {
        post(() -> {
            held = false;
            quietSince = now();
            if (!note.isEmpty() && !state.isClosed()) {
                take(dialogue.advance(state, new UserTurn.Silence()));
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

    private void post(Runnable event) {
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
            LOG.error("The session of an agent met an error of its own", e);
            fail("internal", "The agent met an error of its own and gives the call back.");
        }
    }

    // The mailbox's thread from here on

    private void lookAround() {
        if (state == null) {
            if (closeAsked) {
                leave();
            }
            return; // not started, or failed to
        }
        long now = now();
        if (overflowed && !failed) {
            fail("overloaded", "The agent does not keep up with the call; fewer calls or more processors help.");
        }
        while (ring.read(frame)) {
            listen(now);
        }
        deadAir.look(now, held || ear.isSpeaking() || speaker.playingFor(now) >= 0);
        if (held && !closeAsked) {
            commitments.tick(now);
            return;
        }
        if (!failed && closeBy < 0) {
            keys.expired(now).ifPresent(this::pressed);
            speaker.tick(now);
            watchClock(now);
        }
        commitments.tick(now);
        if (ending.isPresent() && speaker.isIdle() && commitments.isSettled()) {
            commitments.end(ending.get(), now);
        }
        if (closeAsked) {
            closing(now);
        }
    }

    private void listen(long now) {
        if (keysOnly || failed || closeBy >= 0) {
            return;
        }
        ear.accept(frame, now);
        boolean meant = ear.isSpeaking() && ear.voiced() >= taking.bargeIn();
        if (meant && speaker.isInterruptible() && speaker.playingFor(now) >= taking.echo()) {
            speaker.interrupt(now);
            report.metric("bargein_stop_ms", ear.lasting());
        }
    }

    private void watchClock(long now) {
        if (state.isClosed()) {
            return;
        }
        if (now - openedAt >= dialogue.limits().maxSeconds() * 1_000L) {
            take(dialogue.advance(state, new UserTurn.TimeUp()));
        } else if (speaker.isIdle()
                && !ear.isBusy()
                && !keys.isTyping()
                && now - quietSince >= dialogue.limits().silenceSeconds() * 1_000L) {
            report.metric("reprompts", 1);
            take(dialogue.advance(state, new UserTurn.Silence()));
        }
    }

    private void digit(char digit) {
        if (failed) {
            return;
        }
        if (speaker.isInterruptible() && speaker.playingFor(now()) >= 0) {
            speaker.interrupt(now());
        }
        if (dialogue.expects(state).keyString()) {
            keys.press(digit, now()).ifPresent(this::pressed);
        } else {
            pressed(String.valueOf(digit));
        }
    }

    private void pressed(String number) {
        String id = handover.id("u" + ++utterances);
        report.pressed(id, number, now());
        answeringSince = now();
        answer(new UserTurn.Pressed(id, number));
    }

    @Override
    public void recognize(int trial, short[] audio) {
        workshop.recognize(
                audio, dialogue.expects(state).phrases(), recognition -> ear.recognized(trial, recognition), detail -> {
                    report.deaf(detail);
                    ear.recognized(trial, NOTHING);
                });
    }

    @Override
    public boolean isExpected(Recognition recognition) {
        return dialogue.isExpected(state, said("", recognition));
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
        answeringSince = utterance.endedAt();
        boolean early = speaker.isQuestionPending() || questionSince > utterance.endedAt();
        answer(early ? new UserTurn.SaidEarly(id, recognition.text()) : said(id, recognition));
    }

    private void answer(UserTurn turn) {
        Turn next = dialogue.advance(state, turn);
        quietSince = now();
        if (next.actions().isEmpty()) {
            answeringSince = -1;
            speaker.resume(now());
        } else if (next.state().slots().equals(state.slots()) && !next.state().isClosed()) {
            report.metric("reprompts", 1);
        }
        take(next);
    }

    private void take(Turn turn) {
        state = turn.state();
        if (turn.actions().isEmpty()) {
            return;
        }
        speaker.clear(now());
        for (DialogueAction action : turn.actions()) {
            if (action instanceof DialogueAction.Commit commit) {
                commit(commit);
            } else if (closeBy < 0 && action instanceof DialogueAction.Say say) {
                speaker.say(say, now());
            } else if (action instanceof DialogueAction.End end) {
                ending = Optional.of(end.reason());
            }
        }
    }

    private void commit(DialogueAction.Commit commit) {
        if (commit.last()) {
            commitments.save(commit.decision(), now());
        } else {
            commitments.checkpoint(commit.decision());
        }
    }

    @Override
    public void render(SpokenLine line, int clause) {
        String text = line.clauses().get(clause);
        Optional<short[]> sound = prepared.sound(text);
        if (sound.isPresent()) {
            speaker.rendered(line, clause, sound.get(), now());
            return;
        }
        workshop.synthesize(
                text,
                prepared.voice(),
                pcm -> speaker.rendered(line, clause, pcm, now()),
                detail -> fail("synthesis", "The agent's line could not be spoken: " + detail));
    }

    @Override
    public void play(String itemId, short[] pcm, boolean last) {
        if (closeBy >= 0 || failed) {
            return;
        }
        if (answeringSince >= 0) {
            report.metric("turn_gap_ms", now() - answeringSince);
            answeringSince = -1;
        }
        if (speaker.isQuestionBeginning()) {
            questionSince = now();
        }
        listener.audio(itemId, pcm, last);
    }

    @Override
    public void stop() {
        listener.stopAudio();
    }

    @Override
    public void finished(SpokenLine line) {
        quietSince = now();
        report.spoken(line);
    }

    /** Saves what is known and says that the call needs another end. */
    private void fail(String code, String detail) {
        if (failed) {
            return;
        }
        failed = true;
        speaker.abandon(now());
        if (state != null && !state.isClosed()) {
            take(dialogue.advance(state, new UserTurn.Gone()));
        }
        listener.failed(AgentFailure.fatal(code, detail));
    }

    private void closing(long now) {
        if (closeBy < 0) {
            closeBy = now + LAST_WORDS_MS;
            speaker.abandon(now);
            ear.flush(now);
        }
        if (ear.isBusy() && now < closeBy) {
            return;
        }
        try {
            if (!state.isClosed()) {
                take(dialogue.advance(state, new UserTurn.Gone()));
            }
        } finally {
            leave();
        }
    }

    private void leave() {
        closed = true;
        ear.close();
        report.metric("dead_air_max_ms", deadAir.longest());
        listener.closed();
        whenClosed.accept(this);
    }
}
