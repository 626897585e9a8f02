package io.voicebridge.five9.service;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Something to be done at Five9 for a conversation, one of each kind at most. */
@Entity
@Table(name = "five9_task")
class TaskRow {

    static final String PENDING = "pending";
    static final String DONE = "done";
    static final String FAILED = "failed";
    static final String CANCELLED = "cancelled";

    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "conversation_id")
    String conversationId;

    /** As {@link TaskKind#wire} has it. */
    String kind;

    /** Of the outcome that it is for. */
    int revision;

    String state;

    int attempts;

    /** Goes in a request of its own: a request for several was refused, and it may be the one at fault. */
    boolean alone;

    /** A request was sent and its answer never came. */
    @Column(name = "maybe_done")
    boolean maybeDone;

    String detail;

    @Column(name = "next_at")
    Instant nextAt;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "settled_at")
    Instant settledAt;

    void settle(String state, String detail, Instant now) {
        this.state = state;
        this.detail = detail;
        this.settledAt = now;
        this.maybeDone = false;
    }
}
