package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** A number under which the customer of a conversation may be asked for. */
@Entity
@Table(name = "conversation_party")
@IdClass(PartyRow.Key.class)
class PartyRow {
    record Key(String conversationId, String numberKey) {}

    @Id
    @Column(name = "conversation_id")
    String conversationId;

    @Id
    @Column(name = "number_key")
    String numberKey;

    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "started_at")
    Instant startedAt;

    /** A number that a transfer showed in place of the customer's: asked by, and not the customer's own. */
    boolean presented;
}
