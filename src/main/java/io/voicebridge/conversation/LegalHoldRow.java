package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One conversation, or all of a number, that is not to be erased. */
@Entity
@Table(name = "legal_hold")
class LegalHoldRow {
    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    /** Empty if a number is held. */
    @Column(name = "conversation_id")
    String conversationId;

    /** Empty if a conversation is held. */
    @Column(name = "number_key")
    String numberKey;

    String reason;

    @Column(name = "placed_by")
    String placedBy;

    @Column(name = "placed_at")
    Instant placedAt;
}
