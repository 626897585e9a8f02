package io.voicebridge.agent;

/**
 * The agent of a call could not go on, and another one has taken the call over.
 *
 * @param from the provider that failed
 * @param to the provider that talks now
 * @param failure of the first
 * @param afterMs since the first session was opened
 */
public record AgentReplaced(String from, String to, AgentFailure failure, long afterMs) {}
