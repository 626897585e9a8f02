package io.voicebridge.agent.dialogue;

import io.voicebridge.agent.dialogue.DialogueAction.Commit;
import io.voicebridge.agent.dialogue.DialogueAction.End;
import io.voicebridge.agent.dialogue.DialogueAction.Say;
import io.voicebridge.agent.dialogue.DialogueState.Position;
import io.voicebridge.agent.dialogue.Understanding.Meaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The transitions of a dialogue. Two rules stand above all others: an objection to further calls that was not taken
 * back decides the outcome, whatever else happens; and there is one final commit, which only such an objection may
 * replace.
 */
final class Flow {

    private final Dialogue dialogue;
    private final Decisions decisions;

    Flow(Dialogue dialogue) {
        this.dialogue = dialogue;
        this.decisions = new Decisions(dialogue);
    }

    Turn begin(DialogueState.Setting setting) {
        return begin(setting, dialogue.greeting());
    }

    Turn takeOver(DialogueState.Setting setting) {
        return begin(setting, dialogue.takeover());
    }

    private Turn begin(DialogueState.Setting setting, Line first) {
        DialogueState state = DialogueState.initial(setting);
        Say say = new Say(decisions.render(first, state), first.interruptible(), false);
        return after(
                List.of(say), enter(state, dialogue.steps().keySet().iterator().next()));
    }

    Turn advance(DialogueState state, UserTurn turn) {
        if (state.isClosed()) {
            return afterClosing(state, turn);
        }
        if (turn instanceof UserTurn.Gone) {
            Decision decision = decisions.decide(state, Cause.GONE);
            return new Turn(state.closed(decision), List.of(new Commit(decision, true)));
        }
        if (turn instanceof UserTurn.TimeUp
                || state.turns() >= dialogue.limits().maxTurns()) {
            return finish(state, Cause.TIME_UP);
        }
        if (turn instanceof UserTurn.Silence) {
            return silence(state.silent());
        }
        if (turn instanceof UserTurn.SaidEarly early) {
            Meaning meaning = new Understanding(dialogue, state).ofEarly(early);
            boolean counts = meaning instanceof Meaning.Said any
                    && !(any.intent().effect() instanceof Intent.Effect.Repeat)
                    && !(state.position() instanceof Position.ConfirmingOptOut);
            return counts && meaning instanceof Meaning.Said said
                    ? intent(state.answered(), said.intent(), new Source(early.id(), 1))
                    : new Turn(state, List.of());
        }
        return answer(state, turn);
    }

    /** Where a value comes from. */
    private record Source(String id, double confidence) {}

    private Turn answer(DialogueState before, UserTurn turn) {
        Understanding understanding = new Understanding(dialogue, before);
        Meaning meaning;
        Source source;
        if (turn instanceof UserTurn.Said said) {
            meaning = understanding.of(said);
            source = new Source(said.id(), said.confidence());
        } else {
            UserTurn.Pressed pressed = (UserTurn.Pressed) turn;
            meaning = understanding.of(pressed);
            source = new Source(pressed.id(), 1);
        }
        DialogueState state = before.answered();
        Position position = state.position();
        if (position instanceof Position.ConfirmingOptOut optOut) {
            return optOutAnswer(state, optOut, meaning);
        }
        if (meaning instanceof Meaning.Said said) {
            return intent(state, said.intent(), source);
        }
        if (position instanceof Position.Confirming confirming) {
            Step step = dialogue.step(confirming.step());
            Optional<Meaning> correction = turn instanceof UserTurn.Said said && !(meaning instanceof Meaning.Yes)
                    ? understanding.correction(step, said)
                    : Optional.empty();
            return confirmation(state, confirming, correction.orElse(meaning), source);
        }
        return reply(state, dialogue.step(((Position.Asking) position).step()), meaning, source);
    }

    private Turn reply(DialogueState state, Step step, Meaning meaning, Source source) {
        if (meaning instanceof Meaning.Replied replied) {
            Step.Reply reply = replied.reply();
            return candidate(state, step, decisions.value(step, reply, state), reply.next(), source);
        }
        if (meaning instanceof Meaning.Gave gave) {
            return candidate(state, step, new Decisions.Value(gave.value(), gave.spoken()), Optional.empty(), source);
        }
        return notUnderstood(state, step);
    }

    private Turn candidate(
            DialogueState state, Step step, Decisions.Value value, Optional<String> next, Source source) {
        SlotValue answer = new SlotValue(value.value(), value.spoken(), List.of(source.id()), source.confidence());
        if (step.confirm().isEmpty()) {
            return fill(state, step.slot(), answer, next.orElse(step.next()));
        }
        DialogueState confirming = state.at(new Position.Confirming(step.id(), answer, next));
        return new Turn(confirming, List.of(question(confirming)));
    }

    private Turn confirmation(DialogueState state, Position.Confirming confirming, Meaning meaning, Source source) {
        Step step = dialogue.step(confirming.step());
        if (meaning instanceof Meaning.Yes) {
            return fill(
                    state,
                    step.slot(),
                    confirming.candidate(),
                    confirming.next().orElse(step.next()));
        }
        if (meaning instanceof Meaning.Gave gave) {
            return candidate(state, step, new Decisions.Value(gave.value(), gave.spoken()), Optional.empty(), source);
        }
        if (meaning instanceof Meaning.No) {
            DialogueState again = state.at(new Position.Asking(step.id()));
            return new Turn(again, List.of(question(again)));
        }
        return notUnderstood(state, step);
    }

    private Turn fill(DialogueState state, String slot, SlotValue value, String next) {
        DialogueState known = state.with(slot, value);
        if (decisions.isSettled(known)) {
            return finish(known, Cause.ANSWERED);
        }
        Turn entered = enter(known, next);
        if (entered.state().isClosed()) {
            return entered;
        }
        Commit checkpoint = new Commit(decisions.decide(known, Cause.GONE), false);
        return after(List.of(checkpoint), entered);
    }

    /** Goes to a step, past those whose answer is known already. */
    private Turn enter(DialogueState state, String target) {
        String id = target;
        for (int hops = 0; hops <= dialogue.steps().size(); hops++) {
            if (id.equals(Dialogue.END)) {
                return finish(state, Cause.ANSWERED);
            }
            Step step = dialogue.step(id);
            if (!state.slots().containsKey(step.slot())) {
                DialogueState asking = state.at(new Position.Asking(id));
                return new Turn(asking, List.of(question(asking)));
            }
            id = step.next();
        }
        return finish(state, Cause.ANSWERED);
    }

    private Turn notUnderstood(DialogueState state, Step step) {
        int asked = state.reprompts();
        if (asked >= dialogue.limits().reprompts()) {
            return step.unanswered().equals(Dialogue.END)
                    ? finish(state, Cause.NOT_UNDERSTOOD)
                    : enter(state, step.unanswered());
        }
        DialogueState again = state.reprompted();
        if (state.position() instanceof Position.Asking
                && asked < step.reprompts().size()) {
            String line = decisions.render(step.reprompts().get(asked), again);
            return new Turn(again, List.of(new Say(withKeys(again, line), true, true)));
        }
        return new Turn(again, List.of(prefixed(Prompts.NOT_UNDERSTOOD, question(again))));
    }

    private Turn silence(DialogueState state) {
        if (state.objected().isPresent()) {
            return finish(state, Cause.SILENCE);
        }
        if (state.silences() > 1) {
            return finish(state, Cause.SILENCE);
        }
        return new Turn(state, List.of(prefixed(Prompts.STILL_THERE, question(state))));
    }

    private Turn intent(DialogueState state, Intent intent, Source source) {
        Intent.Effect effect = intent.effect();
        if (effect instanceof Intent.Effect.OptOut) {
            DialogueState objected =
                    state.objecting(Optional.of(source.id())).at(new Position.ConfirmingOptOut(state.position()));
            return new Turn(objected, List.of(question(objected)));
        }
        if (effect instanceof Intent.Effect.Repeat) {
            return new Turn(state, List.of(question(state)));
        }
        if (effect instanceof Intent.Effect.Goodbye) {
            return finish(state, Cause.GOODBYE);
        }
        if (effect instanceof Intent.Effect.Voicemail) {
            return finish(state, Cause.VOICEMAIL);
        }
        Intent.Effect.Note note = (Intent.Effect.Note) effect;
        SlotValue value = new SlotValue(note.value(), note.value(), List.of(source.id()), source.confidence());
        return fill(state, note.slot(), value, note.next());
    }

    private Turn optOutAnswer(DialogueState state, Position.ConfirmingOptOut optOut, Meaning meaning) {
        if (meaning instanceof Meaning.No) {
            DialogueState resumed = state.objecting(Optional.empty()).at(optOut.resume());
            return new Turn(resumed, List.of(question(resumed)));
        }
        boolean again = meaning instanceof Meaning.Nothing && state.reprompts() == 0;
        if (again) {
            DialogueState reprompted = state.reprompted();
            return new Turn(reprompted, List.of(prefixed(Prompts.NOT_UNDERSTOOD, question(reprompted))));
        }
        return finish(state, Cause.ANSWERED);
    }

    /** Nobody may talk an objection away, not even our own goodbye. */
    private Turn afterClosing(DialogueState state, UserTurn turn) {
        Optional<Decision> closing = state.closing();
        String id;
        Meaning meaning;
        if (turn instanceof UserTurn.Said said) {
            id = said.id();
            meaning = new Understanding(dialogue, state).ofEarly(new UserTurn.SaidEarly(id, said.text()));
        } else if (turn instanceof UserTurn.SaidEarly early) {
            id = early.id();
            meaning = new Understanding(dialogue, state).ofEarly(early);
        } else {
            return new Turn(state, List.of());
        }
        boolean objects =
                meaning instanceof Meaning.Said said && said.intent().effect() instanceof Intent.Effect.OptOut;
        if (!objects || closing.map(Decision::doNotCall).orElse(false)) {
            return new Turn(state, List.of());
        }
        DialogueState objected = state.objecting(Optional.of(id));
        Decision decision = decisions.decide(objected, Cause.ANSWERED);
        return new Turn(objected.closed(decision), List.of(new Commit(decision, true)));
    }

    private Turn finish(DialogueState state, Cause cause) {
        Decision decision = decisions.decide(state, cause);
        DialogueState closed = state.closed(decision);
        List<DialogueAction> actions = new ArrayList<>();
        actions.add(new Commit(decision, true));
        decisions.closing(closed, cause).ifPresent(line -> actions.add(new Say(line, false, false)));
        actions.add(new End(decision.rule()));
        return new Turn(closed, actions);
    }

    private Say question(DialogueState state) {
        return new Say(withKeys(state, decisions.question(state)), true, true);
    }

    private String withKeys(DialogueState state, String text) {
        // The last time we ask, and always when nothing can be recognised, keys are offered.
        boolean lastTime =
                state.reprompts() > 0 && state.reprompts() >= dialogue.limits().reprompts();
        String keys = state.setting().keysOnly() || lastTime ? decisions.keys(state) : "";
        return keys.isEmpty() ? text : text + " " + keys;
    }

    private static Say prefixed(String prefix, Say say) {
        return new Say(prefix + " " + say.text(), say.interruptible(), say.question());
    }

    private static Turn after(List<? extends DialogueAction> first, Turn turn) {
        List<DialogueAction> actions = new ArrayList<>(first);
        actions.addAll(turn.actions());
        return new Turn(turn.state(), actions);
    }
}
