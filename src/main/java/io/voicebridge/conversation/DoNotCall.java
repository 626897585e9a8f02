package io.voicebridge.conversation;

import io.voicebridge.directory.Page;
import io.voicebridge.directory.Restrictions;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who asked not to be called again, when, and on which call: the proof that it was heard. Blocks on the database;
 * thread-safe.
 */
public final class DoNotCall {

    /**
     * @param number empty if the conversation had been erased before
     * @param conversationId on which it was asked for; it may have been erased since
     */
    public record Entry(String number, String conversationId, Instant askedAt) {}

    private final EntityManager entities;
    private final TransactionTemplate transactions;

    DoNotCall(EntityManager entities, TransactionTemplate transactions) {
        this.entities = entities;
        this.transactions = transactions;
    }

    /** Whether somebody with that number, as numbers are compared, asked the tenant not to be called. */
    public boolean has(String tenantId, String numberKey) {
        return transactions.execute(status -> !entities.createQuery(
                        "select d.conversationId from DoNotCallRow d where d.tenantId = :tenant and d.numberKey = :number",
                        String.class)
                .setParameter("tenant", tenantId)
                .setParameter("number", numberKey)
                .setMaxResults(1)
                .getResultList()
                .isEmpty());
    }

    /** Under which the customer of a conversation asked for it. */
    public List<String> numbers(String tenantId, String conversationId) {
        return transactions.execute(status -> entities.createQuery(
                        "select d.numberKey from DoNotCallRow d where d.tenantId = :tenant"
                                + " and d.conversationId = :id and d.numberKey <> '' order by d.numberKey",
                        String.class)
                .setParameter("tenant", tenantId)
                .setParameter("id", conversationId)
                .getResultList());
    }

    /**
     * Newest call first.
     *
     * @param numberKey empty for every number
     * @param after the key that {@link Page#after} read from a cursor
     */
    public Page<Entry> list(String tenantId, String numberKey, String after, int limit) {
        Restrictions wanted = new Restrictions("d.tenantId = :tenant", "tenant", tenantId)
                .and("d.numberKey = :number", "number", numberKey)
                .and("concat(d.conversationId, ' ', d.numberKey) < :after", "after", after);
        return transactions.execute(status -> Page.of(
                wanted.query(
                                entities,
                                "from DoNotCallRow d where ",
                                " order by d.conversationId desc, d.numberKey desc",
                                DoNotCallRow.class)
                        .setMaxResults(limit + 1)
                        .getResultList(),
                limit,
                row -> row.conversationId + ' ' + row.numberKey,
                row -> new Entry(row.numberKey, row.conversationId, row.askedAt)));
    }
}
