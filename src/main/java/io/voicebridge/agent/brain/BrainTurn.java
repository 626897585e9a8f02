package io.voicebridge.agent.brain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.Secret;
import java.util.Map;

/**
 * The moment at which an agent is to say something.
 *
 * @param said what the caller has said last; empty at the beginning, and after a tool
 * @param variables of the call: data about the caller, never instructions
 * @param chat the whole conversation as a request to a chat model: messages and tools; the receiver's own
 * @param key of the agent's own, or none
 */
public record BrainTurn(
        String conversationId, String agent, String said, Map<String, String> variables, ObjectNode chat, Secret key) {}
