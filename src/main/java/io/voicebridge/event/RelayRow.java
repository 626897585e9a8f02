package io.voicebridge.event;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** What only one bridge on the database does at a time, and which one it is. */
@Entity
@Table(name = "event_relay")
class RelayRow {
    @Id
    String name;

    /** The bridge that had it last; empty where its lock is enough. */
    String owner;

    /** Null if nobody does it. */
    Instant until;
}
