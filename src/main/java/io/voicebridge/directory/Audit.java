package io.voicebridge.directory;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import org.springframework.transaction.support.TransactionTemplate;

/** Who changed what, and when. Bean {@code audit}. Thread-safe. */
public final class Audit {

    private static final int MAX_DETAIL = 1_000;

    /** @param target the id of what was changed */
    public record Entry(String id, Instant at, String actor, String action, String target, String detail) {}

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;

    public Audit(EntityManager entities, TransactionTemplate transactions, Clock clock, Ids ids) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
    }

    /** Adds an entry in the running transaction, so that it is there if and only if the change is. */
    public void add(String tenantId, String actor, String action, String target, String detail) {
        AuditRow row = new AuditRow();
        row.id = ids.next("au");
        row.tenantId = tenantId;
        row.at = clock.instant();
        row.actor = actor;
        row.action = action;
        row.target = target;
        row.detail = detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL);
        entities.persist(row);
    }

    /** Oldest first. */
    public Page<Entry> list(String tenantId, String cursor, Integer limit) {
        int size = Page.limit(limit);
        return transactions.execute(status -> Page.of(
                entities.createQuery(
                                "select a from AuditRow a where a.tenantId = :tenant and a.id > :after order by a.id",
                                AuditRow.class)
                        .setParameter("tenant", tenantId)
                        .setParameter("after", Page.after(cursor))
                        .setMaxResults(size + 1)
                        .getResultList(),
                size,
                row -> row.id,
                row -> new Entry(row.id, row.at, row.actor, row.action, row.target, row.detail)));
    }
}
