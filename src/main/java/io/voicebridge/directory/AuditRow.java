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

    /** In whole microseconds, as databases keep it. */
    Instant at;

    String actor;
    String action;
    String target;
    String detail;

    /** The number that the entry is about, as numbers are compared; empty if it is about none. */
    @Column(name = "party_key")
    String partyKey;

    /** 1 and up in the tenant, without a gap; null of an entry from before there was a chain. */
    Long seq;

    /** Whether it was made about a number, and may be blotted out. */
    boolean personal;

    /** Hexadecimal; empty of an entry that is about no number, and of one that was blotted out. */
    String salt;

    @Column(name = "detail_digest")
    String detailDigest;

    String digest;
}
