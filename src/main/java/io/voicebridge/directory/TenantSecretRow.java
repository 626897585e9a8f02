package io.voicebridge.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A key of a tenant's own, sealed. */
@Entity
@Table(name = "tenant_secret")
class TenantSecretRow {
    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    String name;
    String sealed;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;
}
