package io.voicebridge.agent.embedded;

import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.Disclosure;
import io.voicebridge.agent.Handover;
import io.voicebridge.agent.dialogue.Decision;
import io.voicebridge.agent.dialogue.Dialogue;
import io.voicebridge.agent.dialogue.DialogueAction;
import io.voicebridge.agent.dialogue.DialogueState;
import io.voicebridge.agent.dialogue.Turn;
import io.voicebridge.agent.dialogue.UserTurn;
import io.voicebridge.agent.turn.DeadAir;
import io.voicebridge.agent.turn.SessionThread;
import io.voicebridge.agent.turn.TurnTaking;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * What is said in one conversation: {@link CallerTurns}, a {@link Speaker} and {@link Commitments} around a dialogue.
 * Session's thread.
 */
final class EmbeddedTalk implements CallerTurns.Talk, Speaker.Voice {

    private final Engines engines;
    private final Prepared prepared;
    private final Dialogue dialogue;
    private final AgentListener listener;
    private final DialogueState.Setting setting;
    private final CallerTurns caller;
    private final Speaker speaker;
    private final Commitments commitments;
    private final Workshop workshop;
    private final Report report;
    private final Handover handover;
    private final Optional<String> disclosure;
    private final DeadAir deadAir = new DeadAir();
    private final long openedAt;
    private boolean held;
    private DialogueState state;
    private long quietSince;
    private long questionSince;
    private long answeringSince = -1;
    private Optional<String> ending = Optional.empty();
    private boolean failed;
    private boolean closing;

    EmbeddedTalk(
            Engines engines,
            TurnTaking taking,
            Prepared prepared,
            AgentCall call,
            AgentListener listener,
            SessionThread thread) {
        this.engines = engines;
        this.prepared = prepared;
        this.dialogue = prepared.dialogue();
        this.listener = listener;
        this.handover = call.handover();
        this.disclosure = Disclosure.text(call.profile().settings(), call.variables(), engines.json());
        this.speaker = new Speaker(this, handover);
        this.commitments = new Commitments(listener, engines.json(), handover);
        this.openedAt = now();
        this.quietSince = openedAt;
        this.report = new Report(listener, openedAt, engines.recognizer());
        this.workshop = new Workshop(engines, report, thread::post);
        this.caller = new CallerTurns(engines, taking, dialogue, this, speaker, workshop, report, handover);
        ZoneId zone = dialogue.zone().orElse(engines.clock().getZone());
        ZonedDateTime start = ZonedDateTime.ofInstant(engines.clock().instant(), zone);
        this.setting = new DialogueState.Setting(
                call.variables(), start, engines.recognizer().isEmpty());
    }

    /** What must be disclosed, by whoever talks; the greeting, or a word to a caller whom another agent has left. */
    void begin() {
        disclosure.ifPresent(text -> speaker.disclose(text, now()));
        take(handover.isTakeover() ? dialogue.takeOver(setting) : dialogue.begin(setting));
    }

    boolean hasBegun() {
        return state != null;
    }

    boolean hasFailed() {
        return failed;
    }

    private long now() {
        return engines.scheduler().millis();
    }

    void played(String itemId, long playedMs, boolean complete) {
        speaker.played(itemId, playedMs, complete, now());
    }

    void say(String text, boolean interruptible) {
        if (!failed && !closing) {
            speaker.say(new DialogueAction.Say(text, interruptible, false), now());
        }
    }

    void toolResult(String callId, String json) {
        commitments.answered(callId, json, now());
    }

    void pause() {
        held = true;
    }

    /** The question that stands is asked again if the caller comes back from a transfer that failed. */
    void goOn(String note) {
        held = false;
        quietSince = now();
        if (!note.isEmpty() && !state.isClosed()) {
            take(dialogue.advance(state, new UserTurn.Silence()));
        }
    }

    /** Looks what is due, after the caller was listened to. */
    void look(long now) {
        deadAir.look(now, held || caller.isSpeaking() || speaker.playingFor(now) >= 0);
        if (!held && !failed && !closing) {
            caller.tick(now);
            speaker.tick(now);
            watchClock(now);
        }
        commitments.tick(now);
        if (!held && ending.isPresent() && speaker.isIdle() && commitments.isSettled()) {
            leaveTheCall(ending.get(), now);
        }
    }

    /** An objection after the last line has taken the transfer out of the decision. */
    private void leaveTheCall(String reason, long now) {
        state.closing()
                .flatMap(Decision::transfer)
                .ifPresentOrElse(
                        transfer -> commitments.transfer(transfer, reason, now), () -> commitments.end(reason, now));
    }

    /** The caller's next 20 ms. */
    void listen(short[] frame, long now) {
        if (!failed && !closing) {
            caller.listen(frame, now);
        }
    }

    void digit(char digit) {
        if (!failed) {
            caller.digit(digit);
        }
    }

    @Override
    public DialogueState state() {
        return state;
    }

    @Override
    public boolean isBeforeTheQuestion(long at) {
        return speaker.isQuestionPending() || questionSince > at;
    }

    private void watchClock(long now) {
        if (state.isClosed()) {
            return;
        }
        if (now - openedAt >= dialogue.limits().maxSeconds() * 1_000L) {
            take(dialogue.advance(state, new UserTurn.TimeUp()));
        } else if (speaker.isIdle()
                && !caller.isBusy()
                && now - quietSince >= dialogue.limits().silenceSeconds() * 1_000L) {
            report.metric("reprompts", 1);
            take(dialogue.advance(state, new UserTurn.Silence()));
        }
    }

    @Override
    public void answer(UserTurn turn, long endedAt) {
        answeringSince = endedAt;
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
            } else if (!closing && action instanceof DialogueAction.Say say) {
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
        if (closing || failed) {
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
    void fail(String code, String detail) {
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

    /** The call is over: nothing more is said, and the caller's last words are still recognised. */
    void hush(long now) {
        closing = true;
        speaker.abandon(now);
        caller.flush(now);
    }

    boolean isHearing() {
        return caller.isHearing();
    }

    /** Saves what is known, if that was not done. */
    void conclude() {
        if (!state.isClosed()) {
            take(dialogue.advance(state, new UserTurn.Gone()));
        }
    }

    void leave() {
        caller.close();
        report.metric("dead_air_max_ms", deadAir.longest());
    }
}
