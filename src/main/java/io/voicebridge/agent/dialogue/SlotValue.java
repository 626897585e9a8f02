package io.voicebridge.agent.dialogue;

import java.util.List;

/**
 * An answer that counts.
 *
 * @param value for rules and for Five9
 * @param spoken for the agent's lines and for summaries
 * @param evidence ids of the caller's utterances; never empty
 */
public record SlotValue(String value, String spoken, List<String> evidence, double confidence) {

    public SlotValue {
        evidence = List.copyOf(evidence);
        if (evidence.isEmpty()) {
            throw new IllegalArgumentException("a value that nobody said");
        }
    }
}
