package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A call of a simulated customer, and what became of it. */
@Entity
@Table(name = "rehearsal")
class RehearsalRow {
    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "agent_id")
    String agentId;

    boolean draft;

    String campaign;

    String customer;

    /** That was called. */
    String number;

    /** Empty until the call has one. */
    @Column(name = "conversation_id")
    String conversationId;

    String expected;

    /** Empty while the call lasts. */
    String result;

    /** JSON list of sentences. */
    String deviations;

    @Column(name = "started_by")
    String startedBy;

    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "ended_at")
    Instant endedAt;
}
