package io.voicebridge.conversation;

import java.time.Instant;

/**
 * Why something is not to be erased.
 *
 * @param conversationId empty if a number is held
 * @param number empty if a conversation is held
 * @param placedBy the id of the key
 */
public record LegalHold(
        String id, String conversationId, String number, String reason, String placedBy, Instant placedAt) {

    static LegalHold of(LegalHoldRow row) {
        return new LegalHold(row.id, row.conversationId, row.numberKey, row.reason, row.placedBy, row.placedAt);
    }
}
