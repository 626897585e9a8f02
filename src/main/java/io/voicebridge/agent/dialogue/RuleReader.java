package io.voicebridge.agent.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads which answers make which outcome. */
final class RuleReader {

    private final Map<String, Set<String>> choices = new TreeMap<>();
    private final Set<String> open = new HashSet<>();
    private final Set<String> times = new HashSet<>();

    RuleReader(Collection<Step> steps, List<Intent> intents) {
        for (Step step : steps) {
            Set<String> values = choices.computeIfAbsent(step.slot(), slot -> new HashSet<>());
            step.replies().forEach(reply -> values.add(reply.value()));
            if (step.kind() != Step.Kind.CHOICE) {
                open.add(step.slot());
            }
            if (step.kind() == Step.Kind.TIME) {
                times.add(step.slot());
            }
        }
        for (Intent intent : intents) {
            if (intent.effect() instanceof Intent.Effect.Note note) {
                choices.computeIfAbsent(note.slot(), slot -> new HashSet<>()).add(note.value());
            }
        }
    }

    List<Rule> rules(Section document) {
        List<Section> sections = document.sections("rules", 50);
        if (sections.isEmpty()) {
            document.fault("/rules", "needs at least one rule");
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            rules.add(rule(sections.get(i), i));
        }
        return rules;
    }

    private Rule rule(Section section, int index) {
        Optional<String> code = section.text("outcome");
        if (code.isEmpty()) {
            section.fault("", "needs the key 'outcome'");
        }
        Outcome outcome = code.flatMap(c -> DialogueReader.outcome(section, c, "/outcome"))
                .orElse(Outcome.NOT_QUALIFIED);
        List<Condition> when = section.section("when").map(this::conditions).orElse(List.of());
        boolean learned =
                when.stream().anyMatch(c -> !(c.test() instanceof Condition.Test.Known known) || known.known());
        if (outcome == Outcome.QUALIFIED && !learned) {
            section.fault("", "a qualified outcome needs 'when' with an answer of the caller");
        }
        if (outcome == Outcome.DO_NOT_CALL && !learned) {
            section.fault("", "do_not_call needs 'when' with an answer of the caller");
        }
        boolean atOnce = section.flag("at_once", false);
        if (atOnce && when.isEmpty()) {
            section.fault("/at_once", "needs 'when'");
        }
        Rule rule =
                new Rule(section.text("name").orElse("rule " + (index + 1)), when, atOnce, ending(section, outcome));
        section.close();
        return rule;
    }

    /** What follows where no rule does: each outcome but {@code qualified}, which must be earned. */
    Map<Outcome, Rule.Ending> endings(Section document) {
        Map<Outcome, Rule.Ending> endings = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            endings.put(outcome, standard(outcome));
        }
        document.section("endings")
                .ifPresent(section -> section.keys().forEach(code -> DialogueReader.outcome(section, code, "/" + code)
                        .ifPresent(outcome -> {
                            if (outcome == Outcome.QUALIFIED) {
                                section.fault("/" + code, "can only come from a rule");
                            }
                            section.section(code).ifPresent(entry -> {
                                endings.put(outcome, ending(entry, outcome));
                                entry.close();
                            });
                        })));
        return endings;
    }

    private static Rule.Ending standard(Outcome outcome) {
        String disposition =
                Character.toUpperCase(outcome.code().charAt(0)) + outcome.code().substring(1);
        String reason = outcome == Outcome.DO_NOT_CALL ? "Asked not to be called again" : "";
        return new Rule.Ending(
                outcome,
                Route.Type.DISPOSITION_ONLY,
                outcome == Outcome.DO_NOT_CALL ? "Do_Not_Call" : disposition,
                reason,
                "",
                outcome == Outcome.DO_NOT_CALL ? "opt_out" : "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Rule.Ending ending(Section section, Outcome outcome) {
        Rule.Ending standard = standard(outcome);
        Optional<Section> route = section.section("route");
        Route.Type type = route.flatMap(RuleReader::type).orElse(standard.routeType());
        String value = route.flatMap(r -> r.text("value")).orElse(route.isPresent() ? "" : standard.routeValue());
        route.ifPresent(r -> {
            if (value.contains("{{")) {
                r.fault("/value", "must be fixed: a caller's data never chooses where a call goes");
            }
            if (type != Route.Type.HANGUP && value.isEmpty()) {
                r.fault("", "needs the key 'value'");
            }
        });
        String reason = route.flatMap(r -> r.text("reason")).orElse(standard.reason());
        route.ifPresent(Section::close);
        return new Rule.Ending(
                outcome,
                type,
                value,
                reason,
                section.text("summary").orElse(""),
                section.text("intent").orElse(standard.intent()),
                slot(section, "consent"),
                timeSlot(section),
                section.section("transfer").map(transfer -> transfer(transfer, outcome)),
                DialogueReader.line(section, "closing"));
    }

    private static Optional<Route.Type> type(Section route) {
        String code = route.required("type");
        for (Route.Type type : Route.Type.values()) {
            if (type.code().equals(code)) {
                return Optional.of(type);
            }
        }
        route.fault("/type", "must be one of SkillTransfer, PhoneTransfer, Hangup, DispositionOnly");
        return Optional.empty();
    }

    private static Transfer transfer(Section section, Outcome outcome) {
        String to = section.required("to");
        if (!to.isEmpty() && !to.matches("\\+[1-9][0-9]{6,14}")) {
            section.fault("/to", "must be a fixed number such as +18005550123");
        }
        if (outcome == Outcome.DO_NOT_CALL || outcome == Outcome.VOICEMAIL) {
            section.fault("", "nobody is transferred after " + outcome.code());
        }
        String mode = section.text("mode").orElse(Transfer.Mode.COLD.code());
        if (!mode.equals(Transfer.Mode.COLD.code()) && !mode.equals(Transfer.Mode.WARM.code())) {
            section.fault("/mode", "must be cold or warm");
        }
        String whisper = section.text("whisper").orElse("");
        if (!whisper.isEmpty() && !mode.equals(Transfer.Mode.WARM.code())) {
            section.fault("/whisper", "needs 'mode: warm'");
        }
        section.close();
        return new Transfer(
                to, mode.equals(Transfer.Mode.WARM.code()) ? Transfer.Mode.WARM : Transfer.Mode.COLD, whisper);
    }

    private Optional<String> slot(Section section, String key) {
        Optional<String> slot = section.text(key);
        if (slot.isPresent() && !choices.containsKey(slot.get())) {
            section.fault("/" + key, "names no slot: " + slot.get());
        }
        return slot;
    }

    private Optional<String> timeSlot(Section section) {
        Optional<String> slot = slot(section, "callback_at");
        if (slot.isPresent() && !times.contains(slot.get())) {
            section.fault("/callback_at", "must name a slot with 'expect: time'");
        }
        return slot;
    }

    private List<Condition> conditions(Section when) {
        List<Condition> conditions = new ArrayList<>();
        for (String slot : when.keys()) {
            if (!choices.containsKey(slot)) {
                when.fault("/" + slot, "names no slot; slots are " + String.join(", ", choices.keySet()));
                continue;
            }
            JsonNode value = when.raw(slot);
            if (value.isObject()) {
                when.section(slot).ifPresent(entry -> conditions.addAll(tests(slot, entry)));
            } else {
                List<String> values = when.texts(slot, 20);
                refuseImpossible(when, "/" + slot, slot, values);
                conditions.add(new Condition(slot, new Condition.Test.In(values)));
            }
        }
        return conditions;
    }

    private List<Condition> tests(String slot, Section entry) {
        List<Condition> tests = new ArrayList<>();
        for (String operator : List.of("eq", "in")) {
            List<String> values = entry.texts(operator, 20);
            if (!values.isEmpty()) {
                refuseImpossible(entry, "/" + operator, slot, values);
                tests.add(new Condition(slot, new Condition.Test.In(values)));
            }
        }
        List<String> excluded = entry.texts("not", 20);
        if (!excluded.isEmpty()) {
            tests.add(new Condition(slot, new Condition.Test.NotIn(excluded)));
        }
        if (entry.has("known")) {
            tests.add(new Condition(slot, new Condition.Test.Known(entry.flag("known", true))));
        }
        Optional<Condition.Bound> low = bound(entry, "gte", false).or(() -> bound(entry, "gt", true));
        Optional<Condition.Bound> high = bound(entry, "lte", false).or(() -> bound(entry, "lt", true));
        entry.has("gt");
        entry.has("lt");
        if (low.isPresent() || high.isPresent()) {
            tests.add(new Condition(slot, new Condition.Test.Between(low, high)));
        }
        entry.close();
        if (tests.isEmpty()) {
            entry.fault("", "needs one of eq, in, not, known, gte, gt, lte, lt");
        }
        return tests;
    }

    private static Optional<Condition.Bound> bound(Section entry, String key, boolean exclusive) {
        Optional<BigDecimal> value = entry.number(key);
        return value.map(v -> new Condition.Bound(v, exclusive));
    }

    /** A misspelt value would be a rule that never holds. */
    private void refuseImpossible(Section section, String at, String slot, List<String> values) {
        if (open.contains(slot)) {
            return;
        }
        for (String value : values) {
            if (choices.get(slot).stream().noneMatch(value::equalsIgnoreCase)) {
                section.fault(at, "'" + value + "' is no value of " + slot);
            }
        }
    }
}
