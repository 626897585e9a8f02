package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A question for a correlation that no call had. */
@Entity
@Table(name = "missed_query")
class MissedQueryRow {
    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    Instant at;
    String correlation;
}
