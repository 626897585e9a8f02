package io.voicebridge.event;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** An event that waits to be told. */
@Entity
@Table(name = "outbox_event")
class OutboxRow {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "outbox_event_seq")
    @SequenceGenerator(name = "outbox_event_seq", sequenceName = "outbox_event_seq", allocationSize = 50)
    Long id;

    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "conversation_id")
    String conversationId;

    @Column(name = "event_id")
    String eventId;

    String type;

    @Column(name = "happened_at")
    Instant happenedAt;

    /** JSON object: the data of the event. */
    String payload;
}
