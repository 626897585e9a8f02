package io.voicebridge.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "idempotency_key")
class IdempotencyRow {
    /** Hash of tenant, operation and the client's key. */
    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "request_hash")
    String requestHash;

    /** The id in the path of the request, such as a conversation's; empty if there is none. */
    String subject;

    /** 0 while the request is being worked on. */
    int status;

    /** Encrypted; null while the request is being worked on. */
    String reply;

    @Column(name = "created_at")
    Instant createdAt;
}
