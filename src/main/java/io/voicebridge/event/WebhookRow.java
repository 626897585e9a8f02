package io.voicebridge.event;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;

@Entity
@Table(name = "webhook")
class WebhookRow {
    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    @Version
    int version;

    String url;

    String description;

    /** Types with commas between; empty for all. */
    String events;

    boolean enabled;

    /** Why the bridge disabled it; empty if it did not. */
    @Column(name = "disabled_reason")
    String disabledReason;

    /** Encrypted, as the one before. */
    String secret;

    @Column(name = "previous_secret")
    String previousSecret;

    @Column(name = "previous_until")
    Instant previousUntil;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    List<String> types() {
        return events.isEmpty() ? List.of() : List.of(events.split(","));
    }

    boolean wants(String type) {
        return events.isEmpty() || types().contains(type);
    }
}
