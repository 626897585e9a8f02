package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What a bridge is asked to do by another. */
@Entity
@Table(name = "node_command")
class NodeCommandRow {
    @Id
    String id;

    String node;

    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "conversation_id")
    String conversationId;

    String kind;

    String body;

    String traceparent = "";
}
