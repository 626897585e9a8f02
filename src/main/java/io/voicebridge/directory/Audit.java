package io.voicebridge.directory;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/** Who changed what, and when. Bean {@code audit}. Thread-safe. */
public final class Audit {

    private static final int MAX_DETAIL = 1_000;

    /** @param target the id of what was changed */
    public record Entry(String id, Instant at, String actor, String action, String target, String detail) {}

    /**
     * Which entries a list shows; empty values do not restrict it.
     *
     * @param from inclusive
     * @param to exclusive
     */
    public record Filter(Optional<Instant> from, Optional<Instant> to, String actor, String action, String target) {
        public static final Filter NONE = new Filter(Optional.empty(), Optional.empty(), "", "", "");
    }

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
        add(tenantId, actor, action, target, detail, "");
    }

    /**
     * The same, of an entry that names a customer's number, with which it is forgotten.
     *
     * @param partyKey the number in the form in which numbers are compared, or empty
     */
    void add(String tenantId, String actor, String action, String target, String detail, String partyKey) {
        AuditRow row = new AuditRow();
        row.id = ids.next("au");
        row.tenantId = tenantId;
        row.at = clock.instant();
        row.actor = actor;
        row.action = action;
        row.target = target;
        row.detail = detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL);
        row.partyKey = partyKey;
        entities.persist(row);
    }

    /** In the running transaction: the entries about a number stay, and do not say it any more. Returns how many. */
    public int forget(String tenantId, String partyKey) {
        // Not by the entity, which nothing else may change
        return entities.createNativeQuery("update audit_entry set party_key = '', detail = :erased"
                        + " where tenant_id = :tenant and party_key = :number")
                .setParameter("erased", "About a number that was erased")
                .setParameter("tenant", tenantId)
                .setParameter("number", partyKey)
                .executeUpdate();
    }

    /**
     * Newest first.
     *
     * @param after the key that {@link Page#after} read from a cursor
     */
    public Page<Entry> list(String tenantId, Filter filter, String after, int limit) {
        Restrictions wanted = new Restrictions("a.tenantId = :tenant", "tenant", tenantId)
                .and("a.id < :after", "after", after)
                .and("a.at >= :from", "from", filter.from())
                .and("a.at < :to", "to", filter.to())
                .and("a.actor = :actor", "actor", filter.actor())
                .and("a.action = :action", "action", filter.action())
                .and("a.target = :target", "target", filter.target());
        return transactions.execute(status -> Page.of(
                wanted.query(entities, "select a from AuditRow a where ", " order by a.id desc", AuditRow.class)
                        .setMaxResults(limit + 1)
                        .getResultList(),
                limit,
                row -> row.id,
                row -> new Entry(row.id, row.at, row.actor, row.action, row.target, row.detail)));
    }
}
