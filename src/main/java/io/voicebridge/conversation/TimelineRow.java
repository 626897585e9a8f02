package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** What happened on a conversation, for a person to read. */
@Entity
@Table(name = "timeline_entry")
class TimelineRow {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "timeline_entry_seq")
    @SequenceGenerator(name = "timeline_entry_seq", sequenceName = "timeline_entry_seq", allocationSize = 50)
    Long id;

    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "conversation_id")
    String conversationId;

    Instant at;

    String kind;

    String actor;

    String summary;

    /** JSON object. */
    String detail;

    /** A person that it names who is not the customer; empty if it names none. */
    @Column(name = "party_key")
    String partyKey;
}
