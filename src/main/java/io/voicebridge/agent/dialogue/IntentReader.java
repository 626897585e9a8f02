package io.voicebridge.agent.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what callers may say at any time. The built-in intents exist even if the author names none. */
final class IntentReader {

    private static final Set<String> BUILT_IN = Set.of("opt_out", "repeat", "goodbye", "voicemail");

    private final Section document;

    IntentReader(Section document) {
        this.document = document;
    }

    List<Intent> read(Set<String> steps) {
        Optional<Section> section = document.section("intents");
        List<Intent> intents = new ArrayList<>();
        intents.add(optOut(section.flatMap(s -> s.section("opt_out"))));
        intents.add(builtIn(section, "voicemail", Prompts.VOICEMAIL, new Intent.Effect.Voicemail()));
        intents.add(builtIn(section, "repeat", Prompts.REPEAT, new Intent.Effect.Repeat()));
        intents.add(builtIn(section, "goodbye", Prompts.GOODBYE, new Intent.Effect.Goodbye()));
        section.ifPresent(own -> own.keys().stream()
                .filter(name -> !BUILT_IN.contains(name))
                .limit(20)
                .forEach(name -> own.section(name).ifPresent(entry -> intents.add(note(name, entry, steps)))));
        return intents;
    }

    private static Intent optOut(Optional<Section> section) {
        List<Phrase> phrases = new ArrayList<>(Prompts.OPT_OUT);
        Line confirm = Line.of(Prompts.OPT_OUT_CONFIRM);
        Optional<Character> key = Optional.empty();
        if (section.isPresent()) {
            phrases.addAll(DialogueReader.phrases(section.get(), "phrases"));
            confirm = DialogueReader.line(section.get(), "confirm").orElse(confirm);
            key = DialogueReader.key(section.get());
            section.get().close();
        }
        return new Intent("opt_out", phrases, key, new Intent.Effect.OptOut(confirm));
    }

    /** The author's phrases come on top of the built-in ones. */
    private static Intent builtIn(Optional<Section> intents, String name, List<Phrase> own, Intent.Effect effect) {
        List<Phrase> phrases = new ArrayList<>(own);
        Optional<Section> section = intents.flatMap(s -> s.section(name));
        Optional<Character> key = section.flatMap(DialogueReader::key);
        section.ifPresent(s -> {
            phrases.addAll(DialogueReader.phrases(s, "phrases"));
            s.close();
        });
        return new Intent(name, phrases, key, effect);
    }

    private static Intent note(String name, Section entry, Set<String> steps) {
        List<Phrase> phrases = DialogueReader.phrases(entry, "phrases");
        if (phrases.isEmpty()) {
            entry.fault("", "needs phrases");
        }
        String slot = entry.text("slot").orElse("wants");
        if (!DialogueReader.isName(slot)) {
            entry.fault("/slot", "must be of a-z, 0-9 and _");
        }
        String value = entry.text("value").orElse(name);
        String next = entry.text("next").orElse(Dialogue.END);
        if (!next.equals(Dialogue.END) && !steps.contains(next)) {
            entry.fault("/next", "names no step: " + next);
        }
        Optional<Character> key = DialogueReader.key(entry);
        entry.close();
        return new Intent(name, phrases, key, new Intent.Effect.Note(slot, value, next));
    }
}
