package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An INVITE that was refused. */
@Entity
@Table(name = "rejected_call")
class RejectedRow {
    @Id
    String id;

    /** Null if the called number belongs to nobody. */
    @Column(name = "tenant_id")
    String tenantId;

    Instant at;

    @Column(name = "call_id")
    String callId;

    String ani;

    /** {@link #ani} in the form in which numbers are compared, or empty. */
    @Column(name = "party_key")
    String partyKey;

    String dnis;

    String source;

    int status;

    String condition;

    String reason;

    String hint;
}
