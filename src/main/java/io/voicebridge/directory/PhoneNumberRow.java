package io.voicebridge.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;

@Entity
@Table(name = "phone_number")
class PhoneNumberRow {
    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    @Version
    int version;

    /** As it is shown: E.164 with its plus sign, or the digits of a pseudo number or extension. */
    String number;

    @Column(name = "number_key")
    String numberKey;

    String kind;
    String name;

    @Column(name = "terminal_uri")
    String terminalUri;

    @Column(name = "trunk_username")
    String trunkUsername;

    /** Encrypted. */
    @Column(name = "trunk_password")
    String trunkPassword;

    /** off, allow or require; empty for the bridge's rule. */
    String srtp;

    @Column(name = "agent_id")
    String agentId;

    /** The version that a share of the calls goes to; null if all go to the published one. */
    @Column(name = "trial_version")
    Integer trialVersion;

    /** 0 if there is no trial. */
    @Column(name = "trial_percent")
    int trialPercent;

    /** Null if calls to it carry none. */
    @Column(name = "call_token_hash")
    String callTokenHash;

    /** Of the token before, which finds the number too until {@link #previousCallTokenUntil}; null if there is none. */
    @Column(name = "previous_call_token_hash")
    String previousCallTokenHash;

    @Column(name = "previous_call_token_until")
    Instant previousCallTokenUntil;

    /** JSON object, as {@link #byeHeaders} and {@link #defaultRoute}. */
    @Column(name = "header_map")
    String headerMap;

    @Column(name = "bye_headers")
    String byeHeaders;

    @Column(name = "default_route")
    String defaultRoute;

    /** Names, one a line. */
    @Column(name = "consent_variables")
    String consentVariables;

    /** Names, one a line. */
    @Column(name = "sensitive_variables")
    String sensitiveVariables;

    /** card or ssn, one a line. */
    @Column(name = "sensitive_shapes")
    String sensitiveShapes;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    Optional<VersionTrial> trial() {
        return Optional.ofNullable(trialVersion).map(tried -> new VersionTrial(tried, trialPercent));
    }

    void endTrial() {
        trialVersion = null;
        trialPercent = 0;
    }
}
