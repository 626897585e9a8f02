package io.voicebridge.agent.dialogue;

import java.util.Set;

/**
 * Words that mean something wherever they stand in an utterance. One word alone counts only where it opens or closes
 * the utterance, so that "I have no idea" is not a "no"; and not after a negation, so that "I do not own it" is not
 * "own it".
 *
 * @param text as the author wrote it, which is also how a recogniser is told to expect it
 */
record Phrase(String text, Words words) {

    private static final Set<String> NEGATIONS = Set.of("not", "no", "never", "nothing");

    static Phrase of(String text) {
        return new Phrase(text, Words.of(text));
    }

    /** How many words of the utterance it explains, 0 if it does not occur. */
    int weight(Words utterance) {
        int at = words.isEmpty() ? -1 : utterance.indexOf(words, 0);
        while (at >= 0) {
            boolean edge = at == 0 || at + words.size() == utterance.size();
            if ((words.size() > 1 || edge) && !isNegated(utterance, at)) {
                return words.size();
            }
            at = utterance.indexOf(words, at + 1);
        }
        return 0;
    }

    private boolean isNegated(Words utterance, int at) {
        if (words.list().stream().anyMatch(NEGATIONS::contains)) {
            return false;
        }
        int after = at + words.size();
        if (after < utterance.size() && utterance.list().get(after).equals("not")) {
            return true;
        }
        int end = Math.max(0, at - 2);
        // "No, I rent" denies what was asked, not what follows: an opening "no" is an answer.
        for (int i = at - 1; i >= end; i--) {
            String word = utterance.list().get(i);
            if (NEGATIONS.contains(word) && !(i == 0 && word.equals("no"))) {
                return true;
            }
        }
        return false;
    }
}
