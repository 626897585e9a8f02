package io.voicebridge.event;

import io.voicebridge.conversation.EventType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * An event that is told, or has been and is kept for a while. {@link #seq} grows from one event of a subject to the
 * next, whichever bridge on the database writes them: the number is taken one by one, while the conversation is locked.
 */
@Entity
@Table(name = "outbox_event")
class OutboxRow {

    /** In the data of an outcome, as {@link Outbox} writes it. */
    static final String OPT_OUT = "\"dnc\":true";

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "outbox_event_seq")
    @SequenceGenerator(name = "outbox_event_seq", sequenceName = "outbox_event_seq", allocationSize = 1)
    Long seq;

    @Column(name = "event_id")
    String eventId;

    @Column(name = "tenant_id")
    String tenantId;

    /** The conversation's id, or the rejected call's. */
    String subject;

    String type;

    @Column(name = "happened_at")
    Instant happenedAt;

    /** JSON object: the data of the event. */
    String payload;

    /** Where the trace of what it tells goes on, as W3C Trace Context writes it; empty without tracing. */
    String traceparent = "";

    /** There is a delivery for each webhook that wants it. */
    boolean spread;

    /** Kafka has it, or is not to have it. */
    boolean published;

    /** Whether it tells that somebody is not to be called again. */
    boolean isOptOut() {
        return type.equals(EventType.OUTCOME_COMMITTED.wire()) && payload.contains(OPT_OUT);
    }
}
