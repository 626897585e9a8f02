package io.voicebridge.event;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;

/** One event for one webhook. */
@Entity
@Table(name = "webhook_delivery")
@NamedQuery(
        name = DeliveryRow.GIVE_BACK,
        query = "update DeliveryRow d set d.lease = '', d.nextAt = :now where d.lease like :its escape '!'"
                + " and d.state = 'pending'")
class DeliveryRow {

    /** Named, as it is asked at each start: so it is read beside it, while the database opens. */
    static final String GIVE_BACK = "give back what a bridge was sending";

    /** An earlier event of the same subject is not done with. */
    static final String WAITING = "waiting";

    /** To be sent at {@link #nextAt}, or being sent. */
    static final String PENDING = "pending";

    static final String DELIVERED = "delivered";

    /** Given up. */
    static final String DEAD = "dead";

    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "webhook_id")
    String webhookId;

    @Column(name = "event_seq")
    long eventSeq;

    @Column(name = "event_id")
    String eventId;

    String subject;

    String type;

    /** False for what was asked for again: it neither waits for another of its subject, nor do others for it. */
    @Column(name = "in_order")
    boolean inOrder;

    String state;

    /** Since it was made, or asked for again. */
    int attempts;

    /** JSON array of {@link Delivery.Try}, the last ones. */
    String tries;

    /** When it is due; while it is leased, when the lease ends. */
    @Column(name = "next_at")
    Instant nextAt;

    /** Who sends it just now; empty if nobody does. */
    String lease;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "finished_at")
    Instant finishedAt;

    boolean isFinished() {
        return state.equals(DELIVERED) || state.equals(DEAD);
    }
}
