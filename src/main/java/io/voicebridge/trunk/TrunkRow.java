package io.voicebridge.trunk;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

@Entity
@Table(name = "trunk")
class TrunkRow {
    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    @Version
    int version;

    String name;

    String provider;

    /** What it shall be, as JSON. */
    String spec;

    /** Grows with what it shall be. */
    @Column(name = "spec_revision")
    int specRevision;

    /** The revision that was brought to the provider whole; null if none was. */
    @Column(name = "applied_revision")
    Integer appliedRevision;

    /** A run works on it until then, unless it ends before; null if none does. */
    @Column(name = "busy_until")
    Instant busyUntil;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;
}
