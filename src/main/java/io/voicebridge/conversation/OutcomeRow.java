package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** One commit of an outcome; never changed. */
@Entity
@Table(name = "outcome_revision")
@IdClass(OutcomeRow.Key.class)
class OutcomeRow {
    record Key(String conversationId, int revision) {}

    @Id
    @Column(name = "conversation_id")
    String conversationId;

    @Id
    int revision;

    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "idempotency_key")
    String idempotencyKey;

    @Column(name = "request_hash")
    String requestHash;

    String source;

    @Column(name = "is_final")
    boolean isFinal;

    @Column(name = "before_bye")
    boolean beforeBye;

    String outcome;

    @Column(name = "route_type")
    String routeType;

    @Column(name = "route_value")
    String routeValue;

    @Column(name = "route_reason")
    String routeReason;

    String summary;

    String intent;

    boolean dnc;

    @Column(name = "callback_at")
    String callbackAt;

    String consent;

    Double confidence;

    /** JSON object. */
    String variables;

    /** JSON array. */
    String evidence;

    @Column(name = "committed_at")
    Instant committedAt;
}
