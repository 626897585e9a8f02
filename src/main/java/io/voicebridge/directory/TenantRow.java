package io.voicebridge.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

    @Column(name = "five9_host")
    String five9Host;

    @Column(name = "five9_username")
    String five9Username;

    @Column(name = "five9_secret")
    String five9Secret;

    @Column(name = "five9_dnc")
    boolean five9Dnc;

    @Column(name = "five9_callback_list")
    String five9CallbackList;

    /** An outcome, a colon and its disposition, one a line. */
    @Column(name = "five9_dispositions")
    String five9Dispositions;

    Five9Account five9() {
        Map<String, String> dispositions = new TreeMap<>();
        five9Dispositions.lines().forEach(line -> {
            int colon = line.indexOf(':');
            dispositions.put(line.substring(0, colon), line.substring(colon + 1));
        });
        return new Five9Account(five9Host, five9Username, five9Secret, five9Dnc, five9CallbackList, dispositions);
    }

    void setFive9(Five9Account account) {
        five9Host = account.host();
        five9Username = account.username();
        five9Secret = account.secret();
        five9Dnc = account.dnc();
        five9CallbackList = account.callbackList();
        five9Dispositions = account.dispositions().entrySet().stream()
                .map(entry -> entry.getKey() + ':' + entry.getValue())
                .sorted()
                .collect(Collectors.joining("\n"));
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
