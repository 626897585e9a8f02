package io.voicebridge.agent.hosted;

import io.voicebridge.agent.AgentFailure;
import io.voicebridge.speech.Synthesizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Says one answer after another, clause by clause: the next clause is computed while one is heard. Session's thread.
 */
final class CascadeMouth {

    /** An answer that is longer than this is not listened to. */
    private static final int MOST_CLAUSES = 60;

    private static final int SAMPLES_PER_MS = 8;

    private record Clause(String text, long ms) {}

    private final Studio studio;
    private final Synthesizer synthesizer;
    private final String voice;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final List<Clause> spoken = new ArrayList<>();
    private int answers;
    private int clauses;
    private boolean computing;
    private boolean complete = true;
    private String text = "";

    CascadeMouth(Studio studio, Synthesizer synthesizer, String voice) {
        this.studio = studio;
        this.synthesizer = synthesizer;
        this.voice = voice;
    }

    /** A new answer; what waits of the last one is not said. */
    void begin() {
        drop();
        answers++;
        clauses = 0;
        complete = false;
        text = "";
        spoken.clear();
    }

    /** @return false if the answer is too long already */
    boolean say(String clause) {
        if (complete || ++clauses > MOST_CLAUSES) {
            return false;
        }
        text = text.isEmpty() ? clause : text + ' ' + clause;
        waiting.add(clause);
        next();
        return true;
    }

    /** Nothing follows for the present answer. */
    void end() {
        complete = true;
        finish();
    }

    void drop() {
        if (isBusy()) {
            waiting.clear();
            computing = false;
            studio.agentDone(item());
        }
        complete = true;
    }

    private String item() {
        return "r" + answers;
    }

    private void next() {
        if (computing || waiting.isEmpty()) {
            return;
        }
        computing = true;
        int answer = answers;
        String clause = waiting.remove();
        long asked = studio.now();
        studio.compute(
                () -> synthesizer.synthesize(clause, voice),
                pcm -> {
                    if (answer == answers && computing) {
                        studio.metric("tts_ms", studio.now() - asked);
                        computing = false;
                        spoken(clause, pcm);
                    }
                },
                detail -> studio.failed(
                        AgentFailure.fatal("synthesis", "The agent's words could not be spoken: " + detail)));
    }

    private void spoken(String clause, short[] pcm) {
        spoken.add(new Clause(clause, pcm.length / SAMPLES_PER_MS));
        studio.agentAudio(item(), pcm);
        studio.agentSaid(item(), text);
        next();
        finish();
    }

    private void finish() {
        if (complete && !computing && waiting.isEmpty() && !spoken.isEmpty()) {
            studio.agentDone(item());
        }
    }

    /** Something of it is no sound yet. */
    boolean isBusy() {
        return computing || !waiting.isEmpty();
    }

    /** The present answer as far as it is known. */
    String text() {
        return text;
    }

    boolean isPresent(String item) {
        return item.equals(item());
    }

    /** The words that were heard in so many milliseconds, of the one that was cut at least its beginning. */
    String heard(long playedMs) {
        StringBuilder heard = new StringBuilder();
        long left = playedMs;
        for (Clause clause : spoken) {
            if (left <= 0) {
                break;
            }
            heard.append(heard.isEmpty() ? "" : " ").append(left >= clause.ms ? clause.text : part(clause, left));
            left -= clause.ms;
        }
        return heard.toString();
    }

    private static String part(Clause clause, long ms) {
        String[] words = clause.text.split(" ");
        int count = (int) (words.length * ms / Math.max(1, clause.ms));
        return String.join(" ", List.of(words).subList(0, count));
    }
}
