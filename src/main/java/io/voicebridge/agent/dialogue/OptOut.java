package io.voicebridge.agent.dialogue;

/** Finds a caller's objection to further calls in what was recognised, whoever the agent is. */
public final class OptOut {

    private OptOut() {}

    /** The phrases are those that every dialogue knows. */
    public static boolean isIn(String text) {
        Words words = Words.of(text);
        return Prompts.OPT_OUT.stream().anyMatch(phrase -> phrase.weight(words) > 0);
    }
}
