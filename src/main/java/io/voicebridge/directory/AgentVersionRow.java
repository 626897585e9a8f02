package io.voicebridge.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** What one version of an agent says and does. Never changed once written. */
@Entity
@Immutable
@Table(name = "agent_version")
class AgentVersionRow {
    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "agent_id")
    String agentId;

    int number;
    String provider;
    String voice;
    String prompt;
    String dialogue;
    String settings;

    @Column(name = "published_at")
    Instant publishedAt;

    @Column(name = "published_by")
    String publishedBy;
}
