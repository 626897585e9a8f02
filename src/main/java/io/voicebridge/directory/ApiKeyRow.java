package io.voicebridge.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "api_key")
class ApiKeyRow {
    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    String label;
    String scopes;

    @Column(name = "secret_hash")
    String secretHash;

    @Column(name = "previous_hash")
    String previousHash;

    @Column(name = "previous_until")
    Instant previousUntil;

    @Column(name = "expires_at")
    Instant expiresAt;

    /** Whether somebody got it by signing in. */
    boolean session;

    @Column(name = "created_at")
    Instant createdAt;
}
