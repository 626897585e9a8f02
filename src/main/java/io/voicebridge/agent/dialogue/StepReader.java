package io.voicebridge.agent.dialogue;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the questions of a dialogue. */
final class StepReader {

    private static final ZonedDateTime ANY_DAY = ZonedDateTime.of(2026, 1, 1, 9, 0, 0, 0, ZoneOffset.UTC);

    private final Section document;
    private final List<DialogueException.Fault> faults;

    StepReader(Section document, List<DialogueException.Fault> faults) {
        this.document = document;
        this.faults = faults;
    }

    Map<String, Step> read() {
        List<Section> sections = document.sections("steps", 40);
        if (sections.isEmpty()) {
            document.fault("/steps", "needs at least one step");
        }
        List<String> ids = sections.stream().map(s -> s.required("id")).toList();
        Map<String, Step> steps = new LinkedHashMap<>();
        for (int i = 0; i < sections.size(); i++) {
            String following = i + 1 < ids.size() ? ids.get(i + 1) : Dialogue.END;
            Step step = step(sections.get(i), ids, following);
            if (!DialogueReader.isName(step.id()) || step.id().equals(Dialogue.END)) {
                sections.get(i).fault("/id", "must be of a-z, 0-9 and _, and not 'end'");
            } else if (steps.put(step.id(), step) != null) {
                sections.get(i).fault("/id", "is used twice: " + step.id());
            }
        }
        return steps;
    }

    private Step step(Section section, List<String> ids, String following) {
        String id = section.required("id");
        Line ask = DialogueReader.line(section, "ask").orElseGet(() -> {
            section.fault("", "needs the key 'ask'");
            return Line.of("");
        });
        Step.Kind kind = kind(section);
        String slot = section.text("slot").orElse(id);
        if (!DialogueReader.isName(slot)) {
            section.fault("/slot", "must be of a-z, 0-9 and _");
        }
        List<Step.Reply> replies = replies(section, kind, ids);
        if (kind == Step.Kind.CHOICE && replies.isEmpty()) {
            section.fault("", "needs 'replies', or 'expect' with the kind of value");
        }
        Step step = new Step(
                id,
                ask,
                DialogueReader.line(section, "ask_keys"),
                slot,
                kind,
                section.number("min"),
                section.number("max"),
                replies,
                section.texts("reprompts", 5).stream().map(Line::of).toList(),
                DialogueReader.line(section, "confirm"),
                target(section, "next", ids).orElse(following),
                target(section, "unanswered", ids).orElse(Dialogue.END));
        if (!kind.isNumeric() && (step.min().isPresent() || step.max().isPresent())) {
            section.fault("", "'min' and 'max' need 'expect: amount' or 'expect: number'");
        }
        section.close();
        return step;
    }

    private static Step.Kind kind(Section section) {
        Optional<String> expect = section.text("expect");
        if (expect.isEmpty()) {
            return Step.Kind.CHOICE;
        }
        return switch (expect.get()) {
            case "yes_no", "choice" -> Step.Kind.CHOICE;
            case "amount" -> Step.Kind.AMOUNT;
            case "number" -> Step.Kind.NUMBER;
            case "time" -> Step.Kind.TIME;
            case "text" -> Step.Kind.TEXT;
            default -> {
                section.fault("/expect", "must be one of yes_no, choice, amount, number, time, text");
                yield Step.Kind.CHOICE;
            }
        };
    }

    private List<Step.Reply> replies(Section section, Step.Kind kind, List<String> ids) {
        List<Step.Reply> replies = new ArrayList<>();
        for (Section entry : section.sections("replies", 20)) {
            replies.add(reply(entry, kind, ids));
        }
        boolean yesNo = section.text("expect").filter("yes_no"::equals).isPresent();
        if (yesNo) {
            addYesNo(replies, "yes", Prompts.YES, '1');
            addYesNo(replies, "no", Prompts.NO, '2');
        }
        refuseDoubles(section, replies, kind);
        return replies;
    }

    private static void addYesNo(List<Step.Reply> replies, String value, List<Phrase> phrases, char key) {
        for (int i = 0; i < replies.size(); i++) {
            Step.Reply own = replies.get(i);
            if (own.value().equals(value)) {
                List<Phrase> all = new ArrayList<>(own.phrases());
                all.addAll(phrases);
                replies.set(
                        i, new Step.Reply(value, own.spoken(), all, own.key().or(() -> Optional.of(key)), own.next()));
                return;
            }
        }
        replies.add(new Step.Reply(value, value, phrases, Optional.of(key), Optional.empty()));
    }

    private Step.Reply reply(Section entry, Step.Kind kind, List<String> ids) {
        String value = entry.required("value");
        List<Phrase> phrases = DialogueReader.phrases(entry, "phrases");
        Optional<Character> key = DialogueReader.key(entry);
        if (key.isPresent() && kind.isNumeric()) {
            entry.fault("/key", "cannot be used where a number is entered");
        }
        if (kind.isNumeric() && !isNumber(value)) {
            entry.fault("/value", "must be a number here");
        }
        if (kind == Step.Kind.TIME && SpokenTime.find(Words.of(value), ANY_DAY).isEmpty()) {
            entry.fault("/value", "must be a time such as 'tomorrow at 10 am' here");
        }
        Step.Reply reply =
                new Step.Reply(value, entry.text("spoken").orElse(value), phrases, key, target(entry, "next", ids));
        entry.close();
        return reply;
    }

    private void refuseDoubles(Section section, List<Step.Reply> replies, Step.Kind kind) {
        Set<Character> keys = new HashSet<>();
        Map<Words, String> meanings = new HashMap<>();
        for (Step.Reply reply : replies) {
            if (kind == Step.Kind.CHOICE && reply.phrases().isEmpty()) {
                section.fault("/replies", "'" + reply.value() + "' needs phrases");
            }
            if (reply.key().isPresent() && !keys.add(reply.key().get())) {
                section.fault("/replies", "key " + reply.key().get() + " is used twice");
            }
            for (Phrase phrase : reply.phrases()) {
                String other = meanings.putIfAbsent(phrase.words(), reply.value());
                if (other != null && !other.equals(reply.value())) {
                    section.fault("/replies", "'" + phrase.text() + "' stands for two values");
                }
            }
        }
    }

    private static Optional<String> target(Section section, String key, List<String> ids) {
        Optional<String> target = section.text(key);
        if (target.isPresent() && !target.get().equals(Dialogue.END) && !ids.contains(target.get())) {
            section.fault("/" + key, "names no step: " + target.get().toLowerCase(Locale.ROOT));
            return Optional.empty();
        }
        return target;
    }

    private static boolean isNumber(String value) {
        try {
            return new BigDecimal(value).signum() >= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
