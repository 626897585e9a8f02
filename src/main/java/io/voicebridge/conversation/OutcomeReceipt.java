package io.voicebridge.conversation;

/**
 * What the sender of an outcome is told; it is durable by then.
 *
 * @param revision of this commit, 1 and up
 * @param deliveredBeforeBye true if the BYE had not been sent yet, so that it can carry this outcome
 */
public record OutcomeReceipt(String conversationId, int revision, boolean deliveredBeforeBye) {}
