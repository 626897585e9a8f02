package io.voicebridge.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

@Entity
@Table(name = "tenant")
class TenantRow {
    @Id
    String id;

    @Version
    int version;

    String name;

    /** The name without regard to case: two tenants never differ in case only. */
    @Column(name = "name_key")
    String nameKey;

    @Column(name = "wait_cap_s")
    int waitCapS;

    @Column(name = "retention_days")
    int retentionDays;

    @Column(name = "max_calls")
    int maxCalls;

    /** Encrypted, as is {@link #webhookPrevious}. */
    @Column(name = "webhook_secret")
    String webhookSecret;

    @Column(name = "webhook_previous")
    String webhookPrevious;

    @Column(name = "webhook_previous_until")
    Instant webhookPreviousUntil;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;
}
