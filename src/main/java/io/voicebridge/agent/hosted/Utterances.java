package io.voicebridge.agent.hosted;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tells apart what an agent says one after another where its provider gives no names, and puts the words to the sound that
 * they belong to, whichever comes first. Session's thread.
 */
final class Utterances {

    private static final int MOST_INJECTED = 16;
    private static final int SAMPLES_PER_MS = 8;

    private final Studio studio;

    /** What was written to the agent in the caller's place; some providers tell it back as the caller's words. */
    private final Set<String> injected = new LinkedHashSet<>();

    private int count;
    private boolean open;
    private String words = "";
    private String early = "";
    private long heardUntil;

    Utterances(Studio studio) {
        this.studio = studio;
    }

    private String item() {
        return "x" + count;
    }

    void sound(short[] pcm) {
        if (!open) {
            open = true;
            count++;
            words = "";
        }
        long now = studio.now();
        heardUntil = Math.max(now, heardUntil) + pcm.length / SAMPLES_PER_MS;
        studio.agentAudio(item(), pcm);
        if (!early.isEmpty()) {
            String waiting = early;
            early = "";
            add(waiting);
        }
    }

    /** Words of what is being said, or of what was said without any, or else of what comes next. */
    void words(String text) {
        if (open || count > 0 && words.isEmpty()) {
            add(text);
        } else {
            early = joined(early, text);
        }
    }

    private void add(String text) {
        words = joined(words, text);
        studio.agentSaid(item(), words);
    }

    private static String joined(String before, String text) {
        return before.isEmpty() ? text.strip() : before + ' ' + text.strip();
    }

    boolean hasWords() {
        return open && !words.isEmpty();
    }

    /** What comes next is something else. */
    void done() {
        if (open) {
            open = false;
            studio.agentDone(item());
        }
    }

    /** Nothing was heard of the agent for so long, though it has not said that it is done. */
    boolean isOverdue(long now, long ms) {
        return open && now - heardUntil >= ms;
    }

    /** @return the text, to be written to the agent in the caller's place */
    String inject(String text) {
        injected.add(text);
        if (injected.size() > MOST_INJECTED) {
            injected.remove(injected.iterator().next());
        }
        return text;
    }

    /** What the provider takes for the caller's words: evidence, unless we have written them. */
    void callerSaid(String text, String source) {
        done(); // whatever the agent says now is an answer to this
        if (!injected.remove(text)) {
            studio.callerSaid(text, source);
        }
    }
}
