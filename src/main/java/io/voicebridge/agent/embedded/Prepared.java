package io.voicebridge.agent.embedded;

import io.voicebridge.agent.dialogue.Dialogue;
import io.voicebridge.agent.turn.Scheduler;
import io.voicebridge.speech.Clauses;
import io.voicebridge.speech.Synthesizer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A dialogue that was read, and the sound of what is fixed in its lines. Thread-safe. */
final class Prepared {

    private static final Logger LOG = LoggerFactory.getLogger(Prepared.class);

    private final Dialogue dialogue;
    private final String voice;
    private final List<String> lines;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Map<String, short[]> sounds = new ConcurrentHashMap<>();

    /** @param disclosure what is said before the dialogue begins, with references to variables */
    Prepared(Dialogue dialogue, String voice, Optional<String> disclosure) {
        this.dialogue = dialogue;
        this.voice = voice;
        this.lines =
                Stream.concat(disclosure.stream(), dialogue.lines().stream()).toList();
    }

    Dialogue dialogue() {
        return dialogue;
    }

    String voice() {
        return voice;
    }

    /** Renders what no variable changes. Blocks. */
    void render(Synthesizer synthesizer) {
        begun.set(true);
        lines.forEach(line -> render(line, synthesizer));
    }

    private void render(String line, Synthesizer synthesizer) {
        for (String clause : Clauses.split(line)) {
            boolean fixed = !clause.contains("{{") && !clause.contains("}}");
            if (fixed && !sounds.containsKey(clause)) {
                sounds.put(clause, synthesizer.synthesize(clause, voice));
            }
        }
    }

    /**
     * Renders line by line beside the calls, once, for a dialogue that nobody rendered ahead. A line that fails is left
     * to the call that needs it.
     */
    void renderBeside(Synthesizer synthesizer, Scheduler scheduler) {
        if (begun.compareAndSet(false, true)) {
            renderNext(lines.iterator(), synthesizer, scheduler);
        }
    }

    private void renderNext(Iterator<String> lines, Synthesizer synthesizer, Scheduler scheduler) {
        if (!lines.hasNext()) {
            return;
        }
        try {
            scheduler.compute(() -> {
                try {
                    render(lines.next(), synthesizer);
                } catch (RuntimeException e) {
                    LOG.debug("A line could not be rendered ahead", e);
                }
                renderNext(lines, synthesizer, scheduler);
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("Too much to compute for rendering ahead", e);
        }
    }

    Optional<short[]> sound(String clause) {
        return Optional.ofNullable(sounds.get(clause));
    }
}
