package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** A number whose owner asked not to be called again. Outlives the erasure of the conversation. */
@Entity
@Table(name = "do_not_call")
@IdClass(DoNotCallRow.Key.class)
class DoNotCallRow {
    record Key(String conversationId, String numberKey) {}

    @Id
    @Column(name = "conversation_id")
    String conversationId;

    /** Empty if the conversation had been erased before. */
    @Id
    @Column(name = "number_key")
    String numberKey;

    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "asked_at")
    Instant askedAt;
}
