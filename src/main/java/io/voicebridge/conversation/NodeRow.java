package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A bridge on this database. */
@Entity
@Table(name = "node")
class NodeRow {
    @Id
    String name;

    @Column(name = "seen_at")
    Instant seenAt;
}
