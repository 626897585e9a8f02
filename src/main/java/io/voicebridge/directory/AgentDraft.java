package io.voicebridge.directory;

/**
 * What an agent says and does, before or after it was published.
 *
 * @param name such as {@code qualify-solar}; unique in its tenant
 * @param provider which kind of agent serves it
 * @param voice a voice of the provider, or empty for its default
 * @param prompt the system prompt, with {@code {{variable}}} references
 * @param dialogue the dialogue as YAML, or empty
 * @param settings a JSON object that the provider reads
 */
public record AgentDraft(String name, String provider, String voice, String prompt, String dialogue, String settings) {}
