package io.voicebridge.conversation;

import java.util.Map;

/**
 * A call that found its number and agent.
 *
 * @param callId the peer's Call-ID
 * @param correlation from a header, or empty
 * @param ani who calls, by the signalling
 * @param dnis the called number as it stood in the Request-URI
 * @param number the registered number that it matched
 * @param variables what the headers tell
 * @param headerMap of the number: the variable that a header becomes, by the header's name in lower case without
 *     {@code X-}
 * @param defaultRoute of the number
 * @param byeHeaders of the number: header name to value or template
 * @param marks of the number: which variables are of a special kind
 * @param rehearsal the id of the rehearsal that the call is of, or empty
 * @param traceparent where the call's trace goes on, as W3C Trace Context writes it, or empty
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
        Map<String, String> headerMap,
        Route defaultRoute,
        Map<String, String> byeHeaders,
        VariableMarks marks,
        String rehearsal,
        String traceparent) {

    /** A real call of a number that marks no variable. */
    public NewConversation(
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
            Map<String, String> headerMap,
            Route defaultRoute,
            Map<String, String> byeHeaders) {
        this(
                tenantId,
                callId,
                correlation,
                ani,
                dnis,
                number,
                agentId,
                agent,
                agentVersion,
                variables,
                headerMap,
                defaultRoute,
                byeHeaders,
                VariableMarks.NONE,
                "",
                "");
    }
}
