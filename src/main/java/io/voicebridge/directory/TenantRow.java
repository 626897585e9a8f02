package io.voicebridge.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

@Entity
@Table(name = "tenant")
class TenantRow {
    @Id
    String id;

    @Version
    int version;

    String name;

    /** The name without regard to case: two tenants never differ in case only. */
    @Column(name = "name_key")
    String nameKey;

    @Column(name = "wait_cap_s")
    int waitCapS;

    @Column(name = "retention_days")
    int retentionDays;

    @Column(name = "max_calls")
    int maxCalls;

    @Column(name = "max_calls_per_second")
    int maxCallsPerSecond;

    @Column(name = "screen_pop_minutes")
    int screenPopMinutes;

    /** Entries of {@link Destinations}, one a line. */
    @Column(name = "outbound_allow")
    String outboundAllow;

    @Column(name = "outbound_max_calls")
    int outboundMaxCalls;

    @Column(name = "outbound_per_minute")
    int outboundPerMinute;

    @Column(name = "outbound_per_day")
    int outboundPerDay;

    @Column(name = "outbound_ring_s")
    int outboundRingS;

    @Column(name = "outbound_duration_s")
    int outboundDurationS;

    OutboundLimits outbound() {
        return new OutboundLimits(
                outboundAllow.lines().toList(),
                outboundMaxCalls,
                outboundPerMinute,
                outboundPerDay,
                outboundRingS,
                outboundDurationS);
    }

    void setOutbound(OutboundLimits limits) {
        outboundAllow = String.join("\n", limits.allow());
        outboundMaxCalls = limits.maxCalls();
        outboundPerMinute = limits.perMinute();
        outboundPerDay = limits.perDay();
        outboundRingS = limits.maxRingS();
        outboundDurationS = limits.maxDurationS();
    }

    /** Encrypted, as is {@link #webhookPrevious}. */
    @Column(name = "webhook_secret")
    String webhookSecret;

    @Column(name = "webhook_previous")
    String webhookPrevious;

    @Column(name = "webhook_previous_until")
    Instant webhookPreviousUntil;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;
}
