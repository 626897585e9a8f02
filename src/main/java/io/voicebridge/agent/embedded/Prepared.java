package io.voicebridge.agent.embedded;

import io.voicebridge.agent.dialogue.Dialogue;
import io.voicebridge.speech.Clauses;
import io.voicebridge.speech.Synthesizer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A dialogue that was read, and the sound of what is fixed in its lines. Thread-safe. */
final class Prepared {

    private final Dialogue dialogue;
    private final String voice;
    private final Map<String, short[]> sounds = new ConcurrentHashMap<>();

    Prepared(Dialogue dialogue, String voice) {
        this.dialogue = dialogue;
        this.voice = voice;
    }

    Dialogue dialogue() {
        return dialogue;
    }

    String voice() {
        return voice;
    }

    /** Renders what no variable changes. Blocks. */
    void render(Synthesizer synthesizer) {
        for (String line : dialogue.lines()) {
            for (String clause : Clauses.split(line)) {
                boolean fixed = !clause.contains("{{") && !clause.contains("}}");
                if (fixed && !sounds.containsKey(clause)) {
                    sounds.put(clause, synthesizer.synthesize(clause, voice));
                }
            }
        }
    }

    Optional<short[]> sound(String clause) {
        return Optional.ofNullable(sounds.get(clause));
    }
}
