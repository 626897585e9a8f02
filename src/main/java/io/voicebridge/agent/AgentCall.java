package io.voicebridge.agent;

import java.util.Map;

/**
 * The call that a session serves.
 *
 * @param conversationId the row that everything said here belongs to
 * @param variables dynamic variables by name, for the prompt and the dialogue; names compare without regard to case
 */
public record AgentCall(String conversationId, AgentProfile profile, Map<String, String> variables) {}
