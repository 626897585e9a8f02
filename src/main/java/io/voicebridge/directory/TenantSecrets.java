package io.voicebridge.directory;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keys of the tenants' own accounts, such as at a provider of agents. They are written and replaced, and read by calls only:
 * neither the API, nor an export, nor the audit has a value. Bean {@code tenantSecrets}. Thread-safe.
 */
public final class TenantSecrets {

    static final int MOST = 100;

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final Audit audit;
    private final SecretStore secrets;

    public TenantSecrets(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            Audit audit,
            SecretStore secrets) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
        this.secrets = secrets;
    }

    /** Writes a secret; one of the same name is replaced. @throws Problem 409 too_many_secrets, secret_exists */
    public TenantSecret set(String tenantId, String actor, JsonNode body) {
        String name = body.path("name").asText();
        return transactions.execute(status -> {
            TenantSecretRow row = row(tenantId, name).orElseGet(() -> fresh(tenantId, name));
            row.sealed = secrets.seal(body.path("value").asText(), owner(row.id));
            row.updatedAt = clock.instant();
            Constraints.persist(
                    entities,
                    row,
                    () -> new Problem(409, "secret_exists", "Somebody else has just set the secret '" + name + "'."));
            audit.add(tenantId, actor, "secret.set", row.id, name);
            return view(row);
        });
    }

    private TenantSecretRow fresh(String tenantId, String name) {
        long count = entities.createQuery(
                        "select count(s) from TenantSecretRow s where s.tenantId = :tenant", Long.class)
                .setParameter("tenant", tenantId)
                .getSingleResult();
        if (count >= MOST) {
            throw new Problem(409, "too_many_secrets", "A tenant has " + MOST + " secrets at most; delete one first.");
        }
        TenantSecretRow row = new TenantSecretRow();
        row.id = ids.next("se");
        row.tenantId = tenantId;
        row.name = name;
        row.createdAt = clock.instant();
        return row;
    }

    private static String owner(String id) {
        return "tenant-secret:" + id;
    }

    public Page<TenantSecret> list(String tenantId, String cursor, Integer limit) {
        int size = Page.limit(limit);
        List<TenantSecretRow> rows = transactions.execute(status -> entities.createQuery(
                        "select s from TenantSecretRow s where s.tenantId = :tenant and s.id > :after order by s.id",
                        TenantSecretRow.class)
                .setParameter("tenant", tenantId)
                .setParameter("after", Page.after(cursor))
                .setMaxResults(size + 1)
                .getResultList());
        return Page.of(rows, size, row -> row.id, TenantSecrets::view);
    }

    /** Agents that name it cannot reach their provider any more. @throws Problem 404 */
    public void delete(String tenantId, String actor, String id) {
        transactions.executeWithoutResult(status -> {
            TenantSecretRow row = OwnRows.find(entities, TenantSecretRow.class, tenantId, id)
                    .orElseThrow(() -> new Problem(404, "not_found", "There is no secret " + id + '.'));
            entities.remove(row);
            audit.add(tenantId, actor, "secret.delete", id, row.name);
        });
    }

    public boolean has(String tenantId, String name) {
        return transactions.execute(status -> row(tenantId, name).isPresent());
    }

    /** The value, for a call. Empty if there is none of the name. */
    public Optional<String> open(String tenantId, String name) {
        return transactions.execute(status -> row(tenantId, name)).map(row -> secrets.open(row.sealed, owner(row.id)));
    }

    private Optional<TenantSecretRow> row(String tenantId, String name) {
        return entities.createQuery(
                        "select s from TenantSecretRow s where s.tenantId = :tenant and s.name = :name",
                        TenantSecretRow.class)
                .setParameter("tenant", tenantId)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    private static TenantSecret view(TenantSecretRow row) {
        return new TenantSecret(row.id, row.name, row.createdAt, row.updatedAt);
    }
}
