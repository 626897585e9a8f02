package io.voicebridge.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** An agent and its draft; what was published is in {@link AgentVersionRow}. */
@Entity
@Table(name = "agent")
class AgentRow {
    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    @Version
    int version;

    String name;
    String provider;
    String voice;
    String prompt;
    String dialogue;
    String settings;

    /** Whether the draft differs from the version that was published last. */
    @Column(name = "draft_changed")
    boolean draftChanged;

    /** The version that answers calls, or null. */
    @Column(name = "published_version")
    Integer publishedVersion;

    @Column(name = "latest_version")
    int latestVersion;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    AgentDraft draft() {
        return new AgentDraft(name, provider, voice, prompt, dialogue, settings);
    }
}
