package io.voicebridge.conversation;

/**
 * A call that found its number and agent.
 *
 * @param callId the peer's Call-ID
 * @param correlation from a header, or empty
 * @param ani who calls, by the signalling
 * @param dnis the called number as it stood in the Request-URI
 * @param number the registered number that it matched
 * @param variables what the headers tell
 * @param defaultRoute of the number: JSON object with type, value, reason; or empty
 * @param byeHeaders of the number: JSON object, header name to value or template; or empty
 */
public record NewConversation(
        String tenantId,
        String callId,
        String correlation,
        String ani,
        String dnis,
        String number,
        String agentId,
        String agent,
        int agentVersion,
        CallVariables variables,
        String defaultRoute,
        String byeHeaders) {}
