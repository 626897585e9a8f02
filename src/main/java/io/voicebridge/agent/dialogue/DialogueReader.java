package io.voicebridge.agent.dialogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a dialogue's YAML. One use each; steps and rules have readers of their own. */
final class DialogueReader {

    private static final int LARGEST = 64 * 1024;

    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(20).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final List<DialogueException.Fault> faults = new ArrayList<>();

    Dialogue read(String yaml) {
        Section document = new Section(tree(yaml), "", faults);
        Line greeting = line(document, "greeting").orElseGet(() -> {
            document.fault("", "needs the key 'greeting'");
            return Line.of("");
        });
        Line takeover = line(document, "takeover").orElse(Line.of(Prompts.TAKEOVER));
        Limits limits = document.section("limits").map(DialogueReader::limits).orElse(Limits.DEFAULT);
        Map<String, Step> steps = new StepReader(document, faults).read();
        List<Intent> intents = new IntentReader(document).read(steps.keySet());
        RuleReader ruleReader = new RuleReader(steps.values(), intents);
        List<Rule> rules = ruleReader.rules(document);
        Map<Outcome, Rule.Ending> endings = ruleReader.endings(document);
        Map<Outcome, Line> closings = closings(document);
        Optional<ZoneId> zone = document.text("zone").flatMap(name -> zone(document, name));
        document.close();
        if (!faults.isEmpty()) {
            throw new DialogueException(faults);
        }
        return new Dialogue(greeting, takeover, steps, intents, rules, endings, closings, limits, zone);
    }

    private JsonNode tree(String yaml) {
        if (yaml.length() > LARGEST) {
            throw fatal("is larger than 64 KB");
        }
        try {
            JsonNode tree = YAML.readTree(yaml);
            if (tree == null || !tree.isObject()) {
                throw fatal("must be a YAML mapping with greeting, steps and rules");
            }
            return tree;
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " in line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw fatal("is not valid YAML" + place + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private static DialogueException fatal(String detail) {
        return new DialogueException(List.of(new DialogueException.Fault("", detail)));
    }

    private static Limits limits(Section section) {
        Limits standard = Limits.DEFAULT;
        Limits limits = new Limits(
                section.whole("silence_s", standard.silenceSeconds(), 2, 60),
                section.whole("reprompts", standard.reprompts(), 0, 5),
                section.whole("max_seconds", standard.maxSeconds(), 10, 3300),
                section.whole("max_turns", standard.maxTurns(), 2, 200));
        section.close();
        return limits;
    }

    private static Map<Outcome, Line> closings(Section document) {
        Map<Outcome, Line> closings = new EnumMap<>(Outcome.class);
        document.section("closings").ifPresent(section -> section.keys().forEach(key -> outcome(section, key, "/" + key)
                .ifPresent(outcome -> line(section, key).ifPresent(line -> closings.put(outcome, line)))));
        return closings;
    }

    private static Optional<ZoneId> zone(Section document, String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException e) {
            document.fault("/zone", "is not a time zone such as America/Denver");
            return Optional.empty();
        }
    }

    /** A line is a text, or a mapping with {@code say}, {@code otherwise} and {@code interruptible}. */
    static Optional<Line> line(Section section, String key) {
        if (!section.has(key)) {
            return Optional.empty();
        }
        if (!section.raw(key).isObject()) {
            return section.text(key).map(Line::of);
        }
        return section.section(key).map(entry -> {
            Line line = new Line(entry.required("say"), entry.text("otherwise"), entry.flag("interruptible", true));
            entry.close();
            return line;
        });
    }

    static Optional<Outcome> outcome(Section section, String code, String at) {
        Map<String, Outcome> codes = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            codes.put(outcome.code(), outcome);
        }
        if (!codes.containsKey(code)) {
            section.fault(at, "must be one of " + String.join(", ", codes.keySet()));
        }
        return Optional.ofNullable(codes.get(code));
    }

    static List<Phrase> phrases(Section section, String key) {
        List<Phrase> phrases = new ArrayList<>();
        List<String> texts = section.texts(key, 40);
        for (int i = 0; i < texts.size(); i++) {
            Phrase phrase = Phrase.of(texts.get(i));
            if (phrase.words().isEmpty()) {
                section.fault("/" + key + "/" + i, "has no word in it");
            } else {
                phrases.add(phrase);
            }
        }
        return phrases;
    }

    /** {@code #} ends a number, so it cannot stand for an answer. */
    static Optional<Character> key(Section section) {
        Optional<String> key = section.text("key");
        if (key.isPresent()
                && (key.get().length() != 1 || "0123456789*".indexOf(key.get().charAt(0)) < 0)) {
            section.fault("/key", "must be one of 0 to 9 and *");
            return Optional.empty();
        }
        return key.map(k -> k.charAt(0));
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 40
                && name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_');
    }
}
