package io.voicebridge.component.sip;

import java.util.Map;

/**
 * How loud both sides of a call are at the moment.
 *
 * @param variables of the exchanges that tell the call's events, such as {@code conversationId}
 * @param callerDbfs of what we hear, 0 to -127
 * @param agentDbfs of what we say
 */
public record CallLevels(Map<String, Object> variables, int callerDbfs, int agentDbfs) {}
