package io.voicebridge.conversation;

import java.util.List;
import java.util.Map;

/**
 * A conversation that has a row.
 *
 * @param correlation from the call, else from the registration that it joined, else empty
 * @param variables effective values by name; names compare without regard to case
 * @param received the same with where each came from
 */
public record Begun(
        String conversationId, String correlation, Map<String, String> variables, List<ReceivedVariable> received) {}
