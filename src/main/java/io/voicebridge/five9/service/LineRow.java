package io.voicebridge.five9.service;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The part of a tenant's row that says when Five9 may be asked for it: one request at a time, and none while it is held. */
@Entity
@Table(name = "tenant")
class LineRow {

    @Id
    String id;

    /** A request is under way until then at most; null if none is. */
    @Column(name = "five9_busy_until")
    Instant busyUntil;

    @Column(name = "five9_held_until")
    Instant heldUntil;

    boolean isFree(Instant now) {
        return (busyUntil == null || !busyUntil.isAfter(now)) && (heldUntil == null || !heldUntil.isAfter(now));
    }
}
