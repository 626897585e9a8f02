package io.voicebridge.event;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Forgets events and deliveries that are done with, and gives up what could not be delivered for as long. Works in
 * batches, each in a transaction of its own. Blocks; thread-safe.
 */
public final class EventRetention {

    private static final int BATCH = 200;

    /** Finished long ago; or of a webhook that is no more. */
    private static final List<String> OLD_DELIVERIES = List.of(
            "select d.id from DeliveryRow d where d.state in ('delivered', 'dead') and d.finishedAt < :limit",
            "select d.id from DeliveryRow d where d.createdAt < :limit"
                    + " and not exists (select w.id from WebhookRow w where w.id = d.webhookId)");

    /** Was for a Kafka that is not told any more. */
    private static final String NOT_FOR_KAFKA = "select o.seq from OutboxRow o where o.spread and not o.published"
            + " and o.happenedAt < :limit and not exists (select d.id from DeliveryRow d where d.eventSeq = o.seq)";

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final DeliveryLedger ledger;
    private final Duration kept;
    private final boolean kafka;

    /**
     * @param kept how long what is done with can be looked at and asked for again
     * @param kafka whether events are published to Kafka: then none is given up that was not, however long ago it happened
     */
    EventRetention(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            DeliveryLedger ledger,
            Duration kept,
            boolean kafka) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ledger = ledger;
        this.kept = kept;
        this.kafka = kafka;
    }

    /** Does all that is due. Returns how many events are not there any more. */
    public int sweep() {
        Instant now = clock.instant();
        while (ledger.expire(now.minus(kept), BATCH) == BATCH) {
            // the next batch
        }
        delete(OLD_DELIVERIES.get(0), "DeliveryRow", "id", Map.of("limit", now.minus(kept)));
        delete(OLD_DELIVERIES.get(1), "DeliveryRow", "id", Map.of("limit", now));
        int given = kafka ? 0 : delete(NOT_FOR_KAFKA, "OutboxRow", "seq", Map.of("limit", now.minus(kept)));
        return given
                + delete(
                        "select o.seq from OutboxRow o where o.spread and o.published"
                                + " and not exists (select d.id from DeliveryRow d where d.eventSeq = o.seq)",
                        "OutboxRow",
                        "seq",
                        Map.of());
    }

    private int delete(String due, String row, String id, Map<String, Object> parameters) {
        int deleted = 0;
        int batch;
        do {
            batch = transactions.execute(status -> {
                var query = entities.createQuery(due, Object.class).setMaxResults(BATCH);
                parameters.forEach(query::setParameter);
                List<Object> ids = query.getResultList();
                return ids.isEmpty()
                        ? 0
                        : entities.createQuery("delete from " + row + " r where r." + id + " in :ids")
                                .setParameter("ids", ids)
                                .executeUpdate();
            });
            deleted += batch;
        } while (batch == BATCH);
        return deleted;
    }
}
