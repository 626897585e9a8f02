package io.voicebridge.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.OwnRows;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Preconditions;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.SecretStore;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/** Where tenants want their events. Bean {@code webhooks}. Thread-safe. */
public final class Webhooks {

    /** How long messages are also signed with the secret before a rotation. */
    private static final Duration ROTATION = Duration.ofDays(1);

    /** Each event is kept and sent so many times. */
    private static final int MOST_OF_A_TENANT = 20;

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final Audit audit;
    private final SecretStore secrets;
    private final Supplier<String> newSecret;
    private final Function<String, Optional<String>> refusal;

    /** @param refusal why nothing is sent to a URL, for a person; empty if something may be */
    Webhooks(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            Audit audit,
            SecretStore secrets,
            Supplier<String> newSecret,
            Function<String, Optional<String>> refusal) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
        this.secrets = secrets;
        this.newSecret = newSecret;
        this.refusal = refusal;
    }

    /** @throws Problem 409 too_many_webhooks, 422 bad_url */
    public Webhook.Issued create(String tenantId, String actor, JsonNode body) {
        String secret = newSecret.get();
        return transactions.execute(status -> {
            long present = entities.createQuery(
                            "select count(w) from WebhookRow w where w.tenantId = :tenant", Long.class)
                    .setParameter("tenant", tenantId)
                    .getSingleResult();
            if (present >= MOST_OF_A_TENANT) {
                throw new Problem(
                        409, "too_many_webhooks", "There are " + present + " webhooks already. Delete one first.");
            }
            WebhookRow row = new WebhookRow();
            row.id = ids.next("wh");
            row.tenantId = tenantId;
            row.description = "";
            row.events = "";
            row.enabled = true;
            row.disabledReason = "";
            row.secret = secrets.seal(secret, owner(row.id));
            row.createdAt = clock.instant();
            apply(row, body);
            entities.persist(row);
            WebhookHealthRow health = new WebhookHealthRow();
            health.webhookId = row.id;
            health.lastFailure = "";
            entities.flush();
            entities.persist(health);
            audit.add(tenantId, actor, "webhook.create", row.id, hostOf(row.url));
            return new Webhook.Issued(view(row), secret);
        });
    }

    public Page<Webhook> list(String tenantId, String cursor, Integer limit) {
        int size = Page.limit(limit);
        return transactions.execute(status -> Page.of(
                entities.createQuery(
                                "select w from WebhookRow w where w.tenantId = :tenant and w.id > :after order by w.id",
                                WebhookRow.class)
                        .setParameter("tenant", tenantId)
                        .setParameter("after", Page.after(cursor))
                        .setMaxResults(size + 1)
                        .getResultList(),
                size,
                row -> row.id,
                this::view));
    }

    /** @throws Problem 404 */
    public Webhook get(String tenantId, String id) {
        return transactions.execute(status -> view(row(tenantId, id)));
    }

    /** Who enables a webhook wants what has waited for it at once. @throws Problem 404, 412, 422 bad_url */
    public Webhook patch(String tenantId, String actor, String id, String ifMatch, JsonNode body) {
        return transactions.execute(status -> {
            WebhookRow row = row(tenantId, id);
            Preconditions.check(ifMatch, row.version);
            apply(row, body);
            entities.flush();
            if (row.enabled) {
                resume(entities, id);
            }
            audit.add(tenantId, actor, "webhook.update", id, hostOf(row.url));
            return view(row);
        });
    }

    /** What has not been delivered is not delivered any more. @throws Problem 404 */
    public void delete(String tenantId, String actor, String id) {
        transactions.executeWithoutResult(status -> {
            WebhookRow row = row(tenantId, id);
            // its health goes with it
            entities.remove(row);
            audit.add(tenantId, actor, "webhook.delete", id, hostOf(row.url));
        });
    }

    /** Makes a new secret; for a day messages are signed with the one before as well. @throws Problem 404 */
    public Webhook.Issued rotateSecret(String tenantId, String actor, String id) {
        String secret = newSecret.get();
        return transactions.execute(status -> {
            WebhookRow row = row(tenantId, id);
            entities.lock(row, LockModeType.PESSIMISTIC_WRITE);
            row.previousSecret = row.secret;
            row.previousUntil = clock.instant().plus(ROTATION);
            row.secret = secrets.seal(secret, owner(id));
            row.updatedAt = clock.instant();
            entities.flush();
            audit.add(tenantId, actor, "webhook.rotate-secret", id, "");
            return new Webhook.Issued(view(row), secret);
        });
    }

    /** Secrets that sign a webhook's messages now, newest first. */
    List<String> liveSecrets(WebhookRow row) {
        List<String> live = new ArrayList<>();
        live.add(secrets.open(row.secret, owner(row.id)));
        if (row.previousSecret != null && clock.instant().isBefore(row.previousUntil)) {
            live.add(secrets.open(row.previousSecret, owner(row.id)));
        }
        return live;
    }

    /** In a transaction: nothing keeps the webhook from being tried at once. */
    static void resume(EntityManager entities, String id) {
        entities.createQuery("update WebhookHealthRow h set h.pausedUntil = null where h.webhookId = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    private void apply(WebhookRow row, JsonNode body) {
        if (body.has("url")) {
            String url = body.get("url").asText();
            refusal.apply(url).ifPresent(why -> {
                throw new Problem(422, "bad_url", why, List.of(new Problem.Fault("/url", why)));
            });
            row.url = url;
        }
        row.description = body.path("description").asText(row.description);
        if (body.has("events")) {
            List<String> types = new ArrayList<>();
            body.get("events").forEach(type -> types.add(type.asText()));
            row.events = String.join(",", types);
        }
        if (body.has("enabled")) {
            row.enabled = body.get("enabled").asBoolean();
            row.disabledReason = "";
        }
        row.updatedAt = clock.instant();
    }

    private WebhookRow row(String tenantId, String id) {
        return row(entities, tenantId, id);
    }

    /** @throws Problem 404 */
    static WebhookRow row(EntityManager entities, String tenantId, String id) {
        return OwnRows.find(entities, WebhookRow.class, tenantId, id)
                .orElseThrow(() -> new Problem(404, "not_found", "There is no webhook " + id + '.'));
    }

    private Webhook view(WebhookRow row) {
        WebhookHealthRow health = entities.find(WebhookHealthRow.class, row.id);
        boolean rotating = row.previousUntil != null && clock.instant().isBefore(row.previousUntil);
        return new Webhook(
                row.id,
                row.url,
                row.description,
                row.types(),
                row.enabled,
                row.disabledReason,
                new Webhook.Health(
                        health.failures,
                        paused(health),
                        health.lastSuccessAt,
                        health.lastFailureAt,
                        health.lastFailure),
                rotating ? row.previousUntil : null,
                row.createdAt,
                row.updatedAt,
                row.version);
    }

    private Instant paused(WebhookHealthRow health) {
        return health.pausedUntil != null && clock.instant().isBefore(health.pausedUntil) ? health.pausedUntil : null;
    }

    /** A URL's path and query may hold a secret of the receiver; they do not belong in the audit. */
    static String hostOf(String url) {
        return java.net.URI.create(url).getAuthority();
    }

    private static String owner(String id) {
        return "webhook-out:" + id;
    }
}
