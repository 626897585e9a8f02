package io.voicebridge.conversation;

/**
 * What is to be done with a call, on the bridge that has it.
 *
 * @param body JSON, such as the API was asked with; {@code null} as text where nothing was sent
 * @param traceparent where the trace of whoever asked goes on, as W3C Trace Context writes it, or empty
 */
public record NodeCommand(String tenantId, String conversationId, Kind kind, String body, String traceparent) {

    /** That nobody's trace goes on in. */
    public NodeCommand(String tenantId, String conversationId, Kind kind, String body) {
        this(tenantId, conversationId, kind, body, "");
    }

    public enum Kind {
        HANG_UP,
        TRANSFER,
        /** The body is the name of the file as a JSON string. */
        ERASE_RECORDING,
        /** The SIP messages that are kept of a call; the body is its Call-ID as a JSON string. */
        FORGET_SIGNALS
    }
}
