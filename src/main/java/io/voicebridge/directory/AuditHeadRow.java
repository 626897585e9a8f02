package io.voicebridge.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The last entry of a tenant's audit. */
@Entity
@Table(name = "audit_head")
class AuditHeadRow {
    @Id
    @Column(name = "tenant_id")
    String tenantId;

    /** 0 if there is none. */
    long seq;

    String digest;
}
