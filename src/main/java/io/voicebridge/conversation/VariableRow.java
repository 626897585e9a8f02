package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A dynamic variable of a conversation. */
@Entity
@Table(name = "conversation_variable")
@IdClass(VariableRow.Key.class)
class VariableRow {
    record Key(String conversationId, String nameKey) {}

    @Id
    @Column(name = "conversation_id")
    String conversationId;

    /** The name in lower case. */
    @Id
    @Column(name = "name_key")
    String nameKey;

    @Column(name = "tenant_id")
    String tenantId;

    int seq;

    String name;

    String header;

    String content;

    boolean used;

    String source;

    /** It says what the customer had agreed to. */
    boolean consent;
}
