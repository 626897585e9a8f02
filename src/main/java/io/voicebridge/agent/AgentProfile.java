package io.voicebridge.agent;

import io.voicebridge.agent.dialogue.Dialogue;
import io.voicebridge.agent.dialogue.DialogueException;
import io.voicebridge.agent.prompt.PromptTemplate;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * One published version of an agent.
 *
 * @param agent its name, such as {@code qualify-solar}
 * @param version 1 and up
 * @param provider which {@link VoiceAgent} serves it
 * @param prompt the system prompt, with {@code {{variable}}} references
 * @param voice a voice of the provider, or empty for its default
 * @param dialogue the qualification dialogue as YAML, for providers that follow one; empty otherwise
 * @param settings a JSON object that the provider reads, or empty
 */
public record AgentProfile(
        String agent, int version, String provider, String prompt, String voice, String dialogue, String settings) {

    /** A profile without settings. */
    public AgentProfile(String agent, int version, String provider, String prompt, String voice, String dialogue) {
        this(agent, version, provider, prompt, voice, dialogue, "");
    }

    /**
     * The dynamic variables that the prompt, the dialogue or a line of the settings refers to, in lower case: the ones that matter in a
     * conversation. Of a dialogue that cannot be read, every reference counts.
     */
    public Set<String> referencedVariables() {
        Set<String> names = new TreeSet<>(PromptTemplate.of(prompt).variables());
        names.addAll(PromptTemplate.of(settings).variables());
        if (!dialogue.isBlank()) {
            names.addAll(ofDialogue());
        }
        return Collections.unmodifiableSet(names);
    }

    private Set<String> ofDialogue() {
        try {
            return Dialogue.parse(dialogue).variables();
        } catch (DialogueException e) {
            return PromptTemplate.of(dialogue).variables();
        }
    }
}
