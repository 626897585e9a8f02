package io.voicebridge.directory;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.springframework.transaction.support.TransactionTemplate;

/** The API keys of the tenants. A secret is kept as its hash only. Bean {@code apiKeys}. Thread-safe. */
public final class ApiKeys {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    /** How long the key of a session that is over can still be looked at. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final Audit audit;
    private final UnaryOperator<String> hash;
    private final List<Consumer<String>> changed = new ArrayList<>();

    /** @param hash how a secret is kept */
    public ApiKeys(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            Audit audit,
            UnaryOperator<String> hash) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
        this.hash = hash;
    }

    /** To be called while wiring: {@code listener} is told the id of each key that was changed or deleted. */
    public void onChange(Consumer<String> listener) {
        changed.add(listener);
    }

    /** @throws Problem 422 if it expires before it begins */
    public ApiKey.Issued create(String tenantId, String actor, JsonNode body) {
        List<String> scopes = new ArrayList<>();
        body.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        Optional<Instant> expiresAt =
                Optional.ofNullable(body.path("expires_at").textValue()).map(Instant::parse);
        if (expiresAt.filter(end -> !end.isAfter(clock.instant())).isPresent()) {
            throw new Problem(
                    422,
                    "invalid_request",
                    "The key would have expired already.",
                    List.of(new Problem.Fault("/expires_at", "is not in the future")));
        }
        return issue(tenantId, actor, body.path("label").asText(""), scopes, expiresAt);
    }

    ApiKey.Issued issue(String tenantId, String actor, String label, List<String> scopes, Optional<Instant> expiresAt) {
        String secret = newSecret();
        return transactions.execute(status -> {
            ApiKeyRow row = row(tenantId, label, scopes, secret, expiresAt);
            entities.persist(row);
            audit.add(tenantId, actor, "key.create", row.id, row.scopes);
            return new ApiKey.Issued(view(row), text(row.id, secret));
        });
    }

    /**
     * A key for somebody who has signed in; those of sessions that ended a day ago are removed.
     *
     * @param subject who it is, for the audit
     */
    public ApiKey.Issued beginSession(String tenantId, String subject, String label, String scope, Duration lasts) {
        String secret = newSecret();
        Instant now = clock.instant();
        return transactions.execute(status -> {
            entities.createQuery("delete from ApiKeyRow k where k.session = true and k.expiresAt < :before")
                    .setParameter("before", now.minus(KEPT))
                    .executeUpdate();
            ApiKeyRow row = row(tenantId, label, List.of(scope), secret, Optional.of(now.plus(lasts)));
            row.session = true;
            entities.persist(row);
            audit.add(tenantId, row.id, "session.begin", row.id, subject + ' ' + label + ' ' + scope);
            return new ApiKey.Issued(view(row), text(row.id, secret));
        });
    }

    /** Signs out; a key that is no session's stays. */
    public void endSession(String tenantId, String id) {
        boolean ended = Boolean.TRUE.equals(transactions.execute(status -> {
            ApiKeyRow row = row(tenantId, id);
            if (row.session) {
                entities.remove(row);
                audit.add(tenantId, id, "session.end", id, "");
            }
            return row.session;
        }));
        if (ended) {
            changed.forEach(listener -> listener.accept(id));
        }
    }

    /** Deletes the keys of this label, whatever they open. */
    public void deleteLabelled(String tenantId, String actor, String label) {
        List<String> gone = transactions.execute(status -> entities.createQuery(
                        "select k.id from ApiKeyRow k where k.tenantId = :tenant and k.label = :label", String.class)
                .setParameter("tenant", tenantId)
                .setParameter("label", label)
                .getResultList());
        gone.forEach(id -> delete(tenantId, actor, id));
    }

    private ApiKeyRow row(
            String tenantId, String label, List<String> scopes, String secret, Optional<Instant> expiresAt) {
        ApiKeyRow row = new ApiKeyRow();
        row.id = ids.next("key");
        row.tenantId = tenantId;
        row.label = label;
        row.scopes = String.join(",", scopes);
        row.secretHash = hash.apply(secret);
        row.expiresAt = expiresAt.orElse(null);
        row.createdAt = clock.instant();
        return row;
    }

    public Page<ApiKey> list(String tenantId, String cursor, Integer limit) {
        int size = Page.limit(limit);
        return transactions.execute(status -> Page.of(
                entities.createQuery(
                                "select k from ApiKeyRow k where k.tenantId = :tenant and k.id > :after order by k.id",
                                ApiKeyRow.class)
                        .setParameter("tenant", tenantId)
                        .setParameter("after", Page.after(cursor))
                        .setMaxResults(size + 1)
                        .getResultList(),
                size,
                row -> row.id,
                this::view));
    }

    /** @throws Problem 404 */
    public void delete(String tenantId, String actor, String id) {
        transactions.executeWithoutResult(status -> {
            entities.remove(row(tenantId, id));
            audit.add(tenantId, actor, "key.delete", id, "");
        });
        changed.forEach(listener -> listener.accept(id));
    }

    /**
     * Gives the key a new secret.
     *
     * @param body {@code grace_s}: how long the secret before still opens; not at all without it
     * @throws Problem 404
     */
    public ApiKey.Issued rotate(String tenantId, String actor, String id, JsonNode body) {
        long graceS = body == null ? 0 : body.path("grace_s").asLong(0);
        String secret = newSecret();
        ApiKey.Issued issued = transactions.execute(status -> {
            ApiKeyRow row = row(tenantId, id);
            row.previousHash = graceS > 0 ? row.secretHash : null;
            row.previousUntil = graceS > 0 ? clock.instant().plusSeconds(graceS) : null;
            row.secretHash = hash.apply(secret);
            audit.add(tenantId, actor, "key.rotate", id, "grace " + graceS + " s");
            return new ApiKey.Issued(view(row), text(id, secret));
        });
        changed.forEach(listener -> listener.accept(id));
        return issued;
    }

    /** Of whatever tenant: the key decides which one it is. */
    public Optional<ApiKey.Stored> find(String id) {
        return transactions.execute(status -> Optional.ofNullable(entities.find(ApiKeyRow.class, id))
                .map(row -> new ApiKey.Stored(
                        row.tenantId,
                        row.id,
                        scopes(row),
                        row.secretHash,
                        row.previousHash,
                        row.previousUntil,
                        row.expiresAt)));
    }

    private ApiKeyRow row(String tenantId, String id) {
        return OwnRows.find(entities, ApiKeyRow.class, tenantId, id)
                .orElseThrow(() -> new Problem(404, "not_found", "There is no key " + id + '.'));
    }

    private ApiKey view(ApiKeyRow row) {
        Instant previous =
                row.previousUntil != null && clock.instant().isBefore(row.previousUntil) ? row.previousUntil : null;
        return new ApiKey(row.id, row.label, scopes(row), row.expiresAt, row.createdAt, previous);
    }

    private static List<String> scopes(ApiKeyRow row) {
        return List.of(row.scopes.split(","));
    }

    private static String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    private static String text(String id, String secret) {
        return "vb_" + id + '_' + secret;
    }
}
