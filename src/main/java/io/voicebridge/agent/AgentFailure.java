package io.voicebridge.agent;

/**
 * A session met a fault.
 *
 * @param fatal true if it cannot go on: the call must end or be served by another agent
 * @param detail what happened and what to do, for the timeline
 */
public record AgentFailure(String code, boolean fatal, String detail) {}
