package io.voicebridge.event;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** How a webhook's receiver does, for all bridges on the database. */
@Entity
@Table(name = "webhook_health")
class WebhookHealthRow {
    @Id
    @Column(name = "webhook_id")
    String webhookId;

    /** In a row, up to now. */
    int failures;

    /** Nothing is sent until then; null if it is not paused. */
    @Column(name = "paused_until")
    Instant pausedUntil;

    @Column(name = "last_success_at")
    Instant lastSuccessAt;

    @Column(name = "last_failure_at")
    Instant lastFailureAt;

    @Column(name = "last_failure")
    String lastFailure;
}
