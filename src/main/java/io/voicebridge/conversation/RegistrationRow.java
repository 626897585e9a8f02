package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A call that Five9 announced before its transfer. */
@Entity
@Table(name = "call_registration")
class RegistrationRow {
    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    String correlation;

    String number;

    @Column(name = "number_key")
    String numberKey;

    @Column(name = "ani_key")
    String aniKey;

    @Column(name = "dnis_key")
    String dnisKey;

    String campaign;

    /** Five9's own, by which its reports name the call; not the Call-ID of SIP. Empty if the script did not send it. */
    @Column(name = "five9_call_id")
    String five9CallId;

    /** JSON object: dynamic variables by name. */
    String fields;

    /** Null until the INVITE has come. */
    @Column(name = "conversation_id")
    String conversationId;

    @Column(name = "registered_at")
    Instant registeredAt;

    @Column(name = "expires_at")
    Instant expiresAt;
}
