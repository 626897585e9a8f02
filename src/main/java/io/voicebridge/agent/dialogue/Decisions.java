package io.voicebridge.agent.dialogue;

import io.voicebridge.agent.dialogue.DialogueState.Position;
import io.voicebridge.agent.prompt.PromptTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Applies the rules to what is known, and puts what is known into lines. */
final class Decisions {

    /** Where the evidence of an objection is kept. */
    static final String OBJECTION = "do_not_call";

    /** Where the evidence of a consent is kept. */
    static final String CONSENT = "consent";

    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_SUMMARY = 500;

    private final Dialogue dialogue;

    Decisions(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    record Value(String value, String spoken) {}

    /** A reply's value; on a time step it is a time expression, which counts from the start of the call. */
    Value value(Step step, Step.Reply reply, DialogueState state) {
        if (step.kind() != Step.Kind.TIME) {
            return new Value(reply.value(), reply.spoken());
        }
        return SpokenTime.find(Words.of(reply.value()), state.setting().startedAt())
                .map(time -> new Value(time.at().toOffsetDateTime().toString(), time.spoken()))
                .orElse(new Value(reply.value(), reply.spoken()));
    }

    /** True if a rule holds that needs no further question. */
    boolean isSettled(DialogueState state) {
        return dialogue.rules().stream().anyMatch(rule -> rule.atOnce() && holds(rule, state));
    }

    Decision decide(DialogueState state, Cause cause) {
        if (state.objected().isPresent()) {
            return decision("do_not_call", dialogue.ending(Outcome.DO_NOT_CALL), state, Cause.ANSWERED);
        }
        if (cause == Cause.VOICEMAIL) {
            return decision(cause.intent(), dialogue.ending(Outcome.VOICEMAIL), state, cause);
        }
        return rule(state)
                .map(rule -> decision(rule.name(), rule.ending(), state, cause))
                .orElseGet(() -> decision(cause.intent(), dialogue.ending(cause.outcome(state)), state, cause));
    }

    Optional<String> closing(DialogueState state, Cause cause) {
        Optional<Rule> rule = state.objected().isEmpty() && cause != Cause.VOICEMAIL ? rule(state) : Optional.empty();
        Rule.Ending ending = rule.map(Rule::ending)
                .orElseGet(() -> dialogue.ending(state.closing().orElseThrow().outcome()));
        return dialogue.closing(ending).map(line -> render(line, state)).filter(text -> !text.isEmpty());
    }

    String question(DialogueState state) {
        return question(state.position(), state);
    }

    private String question(Position position, DialogueState state) {
        if (position instanceof Position.Asking asking) {
            return render(dialogue.step(asking.step()).ask(), state);
        }
        if (position instanceof Position.Confirming confirming) {
            Step step = dialogue.step(confirming.step());
            DialogueState assumed = state.with(step.slot(), confirming.candidate());
            return render(step.confirm().orElse(step.ask()), assumed);
        }
        return dialogue.intents().stream()
                .map(Intent::effect)
                .filter(Intent.Effect.OptOut.class::isInstance)
                .map(effect -> render(((Intent.Effect.OptOut) effect).confirm(), state))
                .findFirst()
                .orElse(Prompts.OPT_OUT_CONFIRM);
    }

    String keys(DialogueState state) {
        return state.position() instanceof Position.Asking asking
                ? Prompts.keys(dialogue.step(asking.step()))
                : Prompts.YES_NO_KEYS;
    }

    String render(Line line, DialogueState state) {
        return line.render(known(state));
    }

    private Optional<Rule> rule(DialogueState state) {
        return dialogue.rules().stream().filter(rule -> holds(rule, state)).findFirst();
    }

    private static boolean holds(Rule rule, DialogueState state) {
        return rule.when().stream()
                .allMatch(c ->
                        c.holds(Optional.ofNullable(state.slots().get(c.slot())).map(SlotValue::value)));
    }

    private Decision decision(String name, Rule.Ending ending, DialogueState state, Cause cause) {
        Map<String, String> variables = new LinkedHashMap<>();
        Map<String, List<String>> evidence = new LinkedHashMap<>();
        state.slots().forEach((slot, value) -> {
            variables.put(slot, value.value());
            evidence.put(slot, value.evidence());
        });
        state.objected().ifPresent(utterance -> evidence.put(OBJECTION, List.of(utterance)));
        ending.consent().map(state.slots()::get).ifPresent(given -> evidence.put(CONSENT, given.evidence()));
        double confidence = state.slots().values().stream()
                .mapToDouble(SlotValue::confidence)
                .min()
                .orElse(1);
        String reason = ending.reason().isEmpty() ? cause.reason() : text(ending.reason(), state, LONGEST_REASON);
        String summary = ending.summary().isEmpty() ? reason : text(ending.summary(), state, LONGEST_SUMMARY);
        return new Decision(
                name,
                ending.outcome(),
                new Route(ending.routeType(), ending.routeValue(), reason),
                summary,
                ending.intent().isEmpty() ? cause.intent() : ending.intent(),
                ending.consent().map(state.slots()::get).map(v -> v.value().equalsIgnoreCase("yes")),
                ending.callbackAt().map(state.slots()::get).map(SlotValue::value),
                ending.transfer().map(transfer -> filled(transfer, state)),
                confidence,
                variables,
                evidence);
    }

    private Transfer filled(Transfer transfer, DialogueState state) {
        return new Transfer(transfer.to(), transfer.mode(), text(transfer.whisper(), state, LONGEST_SUMMARY));
    }

    private String text(String template, DialogueState state, int longest) {
        String text = PromptTemplate.of(template).render(known(state)).text().strip();
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    /** Variables of the call and, above them, what the caller said. */
    private static Map<String, String> known(DialogueState state) {
        Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        known.putAll(state.setting().variables());
        state.slots().forEach((slot, value) -> known.put(slot, value.spoken()));
        return known;
    }
}
