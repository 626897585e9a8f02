package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** Something said by one side; times since the agent was opened. */
@Entity
@Table(name = "transcript_item")
@IdClass(TranscriptRow.Key.class)
class TranscriptRow {
    record Key(String conversationId, String itemId) {}

    @Id
    @Column(name = "conversation_id")
    String conversationId;

    @Id
    @Column(name = "item_id")
    String itemId;

    @Column(name = "tenant_id")
    String tenantId;

    String role;

    String text;

    @Column(name = "start_ms")
    long startMs;

    @Column(name = "end_ms")
    long endMs;

    @Column(name = "interrupted_at_ms")
    long interruptedAtMs;

    double confidence;

    String source;
}
