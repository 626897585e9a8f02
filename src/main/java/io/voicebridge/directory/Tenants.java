package io.voicebridge.directory;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/** The tenants of the deployment. Bean {@code tenants}. Thread-safe. */
public final class Tenants {

    /** How long the secret before a rotation still signs. */
    private static final Duration ROTATION = Duration.ofDays(1);

    private static final int MAX_SIGNERS = 1_000;

    /**
     * A tenant that was just made, with the secrets that are shown once.
     *
     * @param adminKey opens the tenant's own API
     * @param webhookSecret signs what the tenant's AI platforms send
     */
    public record Created(@JsonUnwrapped Tenant tenant, ApiKey.Issued adminKey, String webhookSecret)
            implements Revised {
        @Override
        public String id() {
            return tenant.id();
        }

        @Override
        public int revision() {
            return tenant.revision();
        }
    }

    /** A webhook secret that was just made, shown once. */
    public record WebhookSecret(String webhookSecret, Instant previousUntil) {}

    /** A tenant and the secrets that may sign its webhooks now, newest first. */
    public record Signer(String tenantId, List<String> secrets) {}

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final Audit audit;
    private final ApiKeys keys;
    private final SecretStore secrets;
    private final Supplier<String> newWebhookSecret;
    private final List<Runnable> rotated = new ArrayList<>();

    public Tenants(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            Audit audit,
            ApiKeys keys,
            SecretStore secrets,
            Supplier<String> newWebhookSecret) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
        this.keys = keys;
        this.secrets = secrets;
        this.newWebhookSecret = newWebhookSecret;
    }

    /** To be called while wiring: {@code listener} is run when a tenant's webhook secret has been rotated. */
    public void onRotation(Runnable listener) {
        rotated.add(listener);
    }

    /** @throws Problem 409 tenant_exists */
    public Created create(String actor, JsonNode body) {
        String secret = newWebhookSecret.get();
        return transactions.execute(status -> {
            TenantRow row = add(actor, body, secret);
            ApiKey.Issued key = keys.issue(row.id, actor, "first key", List.of("admin"), Optional.empty());
            return new Created(view(row), key, secret);
        });
    }

    /** A tenant without keys, whose webhook secret is to be rotated before it is of use: for whoever runs the bridge. */
    public Tenant createClosed(String actor, JsonNode body) {
        String secret = newWebhookSecret.get();
        return transactions.execute(status -> view(add(actor, body, secret)));
    }

    private TenantRow add(String actor, JsonNode body, String secret) {
        String name = body.path("name").asText().strip();
        TenantRow row = new TenantRow();
        row.id = ids.next("tn");
        row.name = name;
        row.nameKey = name.toLowerCase(Locale.ROOT);
        row.webhookSecret = secrets.seal(secret, owner(row.id));
        row.createdAt = clock.instant();
        row.updatedAt = row.createdAt;
        apply(row, patched(Tenant.Settings.DEFAULT, body.path("settings")));
        Constraints.persist(entities, row, () -> taken(name));
        audit.add(row.id, actor, "tenant.create", row.id, name);
        return row;
    }

    /** All of the deployment, oldest first. */
    public Page<Tenant> list(String cursor, Integer limit) {
        int size = Page.limit(limit);
        return transactions.execute(status -> Page.of(
                entities.createQuery("select t from TenantRow t where t.id > :after order by t.id", TenantRow.class)
                        .setParameter("after", Page.after(cursor))
                        .setMaxResults(size + 1)
                        .getResultList(),
                size,
                row -> row.id,
                Tenants::view));
    }

    /** @throws Problem 404 */
    public Tenant get(String id) {
        return transactions.execute(status -> view(row(id)));
    }

    /** Empty if there is none of the name. */
    public Optional<Tenant> named(String name) {
        return transactions.execute(
                status -> entities.createQuery("select t from TenantRow t where t.nameKey = :name", TenantRow.class)
                        .setParameter("name", name.toLowerCase(Locale.ROOT))
                        .getResultStream()
                        .findFirst()
                        .map(Tenants::view));
    }

    /** @throws Problem 404, 409 tenant_exists, 412 */
    public Tenant patch(String id, String actor, String ifMatch, JsonNode body) {
        return transactions.execute(status -> {
            TenantRow row = row(id);
            Preconditions.check(ifMatch, row.version);
            if (body.has("name")) {
                row.name = body.get("name").asText().strip();
                row.nameKey = row.name.toLowerCase(Locale.ROOT);
            }
            apply(row, patched(view(row).settings(), body.path("settings")));
            row.updatedAt = clock.instant();
            Constraints.flush(entities, () -> taken(row.name));
            audit.add(id, actor, "tenant.update", id, body.toString());
            return view(row);
        });
    }

    /** Makes a new webhook secret; the one before still signs for a day. */
    public WebhookSecret rotateWebhookSecret(String id, String actor) {
        String secret = newWebhookSecret.get();
        WebhookSecret made = transactions.execute(status -> {
            TenantRow row = row(id);
            entities.lock(row, LockModeType.PESSIMISTIC_WRITE);
            row.webhookPrevious = row.webhookSecret;
            row.webhookPreviousUntil = clock.instant().plus(ROTATION);
            row.webhookSecret = secrets.seal(secret, owner(id));
            audit.add(id, actor, "tenant.rotate-webhook-secret", id, "");
            return new WebhookSecret(secret, row.webhookPreviousUntil);
        });
        rotated.forEach(Runnable::run);
        return made;
    }

    /** Who may sign webhooks, at most {@link #MAX_SIGNERS} tenants. */
    public List<Signer> signers() {
        Instant now = clock.instant();
        return transactions.execute(
                status -> entities.createQuery("select t from TenantRow t order by t.id", TenantRow.class)
                        .setMaxResults(MAX_SIGNERS)
                        .getResultStream()
                        .map(row -> signer(row, now))
                        .toList());
    }

    private Signer signer(TenantRow row, Instant now) {
        List<String> live = new ArrayList<>();
        live.add(secrets.open(row.webhookSecret, owner(row.id)));
        if (row.webhookPrevious != null && now.isBefore(row.webhookPreviousUntil)) {
            live.add(secrets.open(row.webhookPrevious, owner(row.id)));
        }
        return new Signer(row.id, List.copyOf(live));
    }

    private TenantRow row(String id) {
        TenantRow row = entities.find(TenantRow.class, id);
        if (row == null) {
            throw new Problem(404, "not_found", "There is no tenant " + id + '.');
        }
        return row;
    }

    private static void apply(TenantRow row, Tenant.Settings settings) {
        row.waitCapS = settings.waitCapS();
        row.retentionDays = settings.retentionDays();
        row.maxCalls = settings.maxCalls();
        row.maxCallsPerSecond = settings.maxCallsPerSecond();
        row.screenPopMinutes = settings.screenPopMinutes();
        row.setOutbound(settings.outbound());
        row.setFive9(settings.five9());
    }

    /** The settings with those changed that the object names. @throws Problem 422 bad_destination */
    static Tenant.Settings patched(Tenant.Settings now, JsonNode settings) {
        return new Tenant.Settings(
                settings.path("wait_cap_s").asInt(now.waitCapS()),
                settings.path("retention_days").asInt(now.retentionDays()),
                settings.path("max_calls").asInt(now.maxCalls()),
                settings.path("max_calls_per_second").asInt(now.maxCallsPerSecond()),
                settings.path("screen_pop_minutes").asInt(now.screenPopMinutes()),
                patched(now.outbound(), settings.path("outbound")),
                patched(now.five9(), settings.path("five9")));
    }

    private static Five9Account patched(Five9Account now, JsonNode five9) {
        Map<String, String> dispositions = new HashMap<>();
        five9.path("dispositions").properties().forEach(entry -> {
            if (!entry.getValue().asText().isBlank()) {
                dispositions.put(entry.getKey(), entry.getValue().asText().strip());
            }
        });
        return new Five9Account(
                five9.path("host").asText(now.host()),
                five9.path("username").asText(now.username()),
                five9.path("secret").asText(now.secret()),
                five9.path("dnc").asBoolean(now.dnc()),
                five9.path("callback_list").asText(now.callbackList()).strip(),
                five9.has("dispositions") ? dispositions : now.dispositions());
    }

    private static OutboundLimits patched(OutboundLimits now, JsonNode outbound) {
        List<String> allow = new ArrayList<>();
        outbound.path("allow").forEach(entry -> allow.add(entry.asText()));
        try {
            return new OutboundLimits(
                    outbound.has("allow") ? allow : now.allow(),
                    outbound.path("max_calls").asInt(now.maxCalls()),
                    outbound.path("per_minute").asInt(now.perMinute()),
                    outbound.path("per_day").asInt(now.perDay()),
                    outbound.path("max_ring_s").asInt(now.maxRingS()),
                    outbound.path("max_duration_s").asInt(now.maxDurationS()));
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    422,
                    "bad_destination",
                    e.getMessage(),
                    List.of(new Problem.Fault("/settings/outbound/allow", e.getMessage())));
        }
    }

    private static Problem taken(String name) {
        return new Problem(409, "tenant_exists", "There is a tenant named '" + name + "' already.");
    }

    private static String owner(String tenantId) {
        return "webhook:" + tenantId;
    }

    private static Tenant view(TenantRow row) {
        return new Tenant(
                row.id,
                row.name,
                new Tenant.Settings(
                        row.waitCapS,
                        row.retentionDays,
                        row.maxCalls,
                        row.maxCallsPerSecond,
                        row.screenPopMinutes,
                        row.outbound(),
                        row.five9()),
                row.createdAt,
                row.updatedAt,
                row.version);
    }
}
