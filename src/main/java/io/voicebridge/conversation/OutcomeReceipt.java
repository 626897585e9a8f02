package io.voicebridge.conversation;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What the sender of an outcome is told; it is durable by then.
 *
 * @param revision of this commit, 1 and up
 * @param deliveredBeforeBye true if the BYE had not been sent yet, so that it can carry this outcome
 * @param traceparent where the call's trace goes on, as W3C Trace Context writes it, or empty; the sender is not told
 */
public record OutcomeReceipt(
        String conversationId,
        int revision,
        boolean deliveredBeforeBye,
        @JsonIgnore String traceparent) {

    /** Of a call without a trace. */
    public OutcomeReceipt(String conversationId, int revision, boolean deliveredBeforeBye) {
        this(conversationId, revision, deliveredBeforeBye, "");
    }
}
