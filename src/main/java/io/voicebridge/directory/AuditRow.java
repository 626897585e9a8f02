package io.voicebridge.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

@Entity
@Immutable
@Table(name = "audit_entry")
class AuditRow {
    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    Instant at;
    String actor;
    String action;
    String target;
    String detail;

    /** The number that the entry is about, as numbers are compared; empty if it is about none. */
    @Column(name = "party_key")
    String partyKey;
}
