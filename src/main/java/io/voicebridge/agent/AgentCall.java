package io.voicebridge.agent;

import java.util.Map;

/**
 * The call that a session serves.
 *
 * @param conversationId the row that everything said here belongs to
 * @param variables dynamic variables by name, for the prompt and the dialogue; names compare without regard to case
 * @param handover whether another agent has served the call before
 * @param line how its audio goes
 */
public record AgentCall(
        String conversationId,
        AgentProfile profile,
        Map<String, String> variables,
        Handover handover,
        Secret key,
        Line line) {

    /** A call that no agent has served before. */
    public AgentCall(String conversationId, AgentProfile profile, Map<String, String> variables) {
        this(conversationId, profile, variables, Secret.NONE);
    }

    /** A call whose agent has a key of its own for its provider. */
    public AgentCall(String conversationId, AgentProfile profile, Map<String, String> variables, Secret key) {
        this(conversationId, profile, variables, Handover.NONE, key, Line.UNKNOWN);
    }

    /** The same call, of whose audio something is known. */
    public AgentCall on(Line its) {
        return new AgentCall(conversationId, profile, variables, handover, key, its);
    }

    /** The same call for the agent that takes it over. */
    public AgentCall after(Handover next) {
        return new AgentCall(conversationId, profile, variables, next, key, line);
    }
}
