package io.voicebridge.agent;

/**
 * One published version of an agent.
 *
 * @param agent its name, such as {@code qualify-solar}
 * @param version 1 and up
 * @param provider which {@link VoiceAgent} serves it
 * @param prompt the system prompt, with {@code {{variable}}} references
 * @param voice a voice of the provider, or empty for its default
 * @param dialogue the qualification dialogue as YAML, for providers that follow one; empty otherwise
 */
public record AgentProfile(String agent, int version, String provider, String prompt, String voice, String dialogue) {}
