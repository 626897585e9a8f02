package io.voicebridge.trunk;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A piece that was made at the provider, and its id there. */
@Entity
@Table(name = "trunk_piece")
class MadeRow {
    /** Grows with time, so that what was made later comes later. */
    @Id
    String id;

    @Column(name = "trunk_id")
    String trunkId;

    String path;

    @Column(name = "provider_id")
    String providerId;

    @Column(name = "made_at")
    Instant madeAt;
}
