package io.voicebridge.event;

import io.voicebridge.directory.Ids;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes a delivery of each event for each webhook that wants it. One bridge on the database does so at a time, so that
 * the deliveries of one subject are made in the order of its events. Blocks; thread-safe.
 */
public final class EventSpreader {

    static final String NAME = "webhooks";
    private static final int BATCH = 200;

    /** Rows that somebody has locked are not waited for. */
    private static final int SKIP_LOCKED = -2;

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final boolean kafka;

    /** @param kafka whether events are published to Kafka as well */
    EventSpreader(EntityManager entities, TransactionTemplate transactions, Clock clock, Ids ids, boolean kafka) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.kafka = kafka;
    }

    /**
     * Takes a batch of events that have not been spread.
     *
     * @return whether there may be more
     */
    public boolean spread() {
        return transactions.execute(status -> isMine() && spread(next()));
    }

    /** True if no other bridge does this now; it is locked until the end of the transaction. */
    private boolean isMine() {
        return !entities.createQuery("from RelayRow r where r.name = :name", RelayRow.class)
                .setParameter("name", NAME)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
                .getResultList()
                .isEmpty();
    }

    /** Locked, so that who erases one, or publishes it to Kafka, does so before or after. */
    private List<OutboxRow> next() {
        return entities.createQuery("from OutboxRow o where o.spread = false order by o.seq", OutboxRow.class)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setMaxResults(BATCH)
                .getResultList();
    }

    private boolean spread(List<OutboxRow> events) {
        if (events.isEmpty()) {
            return false;
        }
        Map<String, List<WebhookRow>> webhooks = webhooks(events);
        Set<String> unfinished = webhooks.isEmpty() ? new HashSet<>() : unfinished(events);
        for (OutboxRow event : events) {
            boolean wanted = false;
            for (WebhookRow webhook : webhooks.getOrDefault(event.tenantId, List.of())) {
                if (webhook.wants(event.type)) {
                    boolean first = unfinished.add(webhook.id + ' ' + event.subject);
                    entities.persist(delivery(ids, clock, event, webhook, first));
                    wanted = true;
                }
            }
            event.spread = true;
            event.published |= !kafka;
            if (event.published && !wanted) {
                entities.remove(event);
            }
        }
        return events.size() == BATCH;
    }

    private Map<String, List<WebhookRow>> webhooks(List<OutboxRow> events) {
        Set<String> tenants = events.stream().map(event -> event.tenantId).collect(Collectors.toSet());
        return entities.createQuery(
                        "from WebhookRow w where w.enabled and w.tenantId in :tenants order by w.id", WebhookRow.class)
                .setParameter("tenants", tenants)
                .getResultStream()
                .collect(Collectors.groupingBy(webhook -> webhook.tenantId, HashMap::new, Collectors.toList()));
    }

    /**
     * Webhook and subject of deliveries that are not done with. They are locked: whoever finishes one of them now either
     * has done so before, and it is not among these, or sees after us who waits for it. They are locked in the order of
     * events, as whoever finishes one locks it and then the next.
     */
    private Set<String> unfinished(List<OutboxRow> events) {
        Set<String> subjects = events.stream().map(event -> event.subject).collect(Collectors.toSet());
        return entities.createQuery(
                        "from DeliveryRow d where d.subject in :subjects and d.inOrder"
                                + " and d.state in ('waiting', 'pending') order by d.eventSeq",
                        DeliveryRow.class)
                .setParameter("subjects", subjects)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .filter(row -> !row.isFinished())
                .map(row -> row.webhookId + ' ' + row.subject)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** @param first whether it does not wait for another of its subject */
    static DeliveryRow delivery(Ids ids, Clock clock, OutboxRow event, WebhookRow webhook, boolean first) {
        DeliveryRow row = new DeliveryRow();
        row.id = ids.next("dl");
        row.tenantId = event.tenantId;
        row.webhookId = webhook.id;
        row.eventSeq = event.seq;
        row.eventId = event.eventId;
        row.subject = event.subject;
        row.type = event.type;
        row.inOrder = true;
        row.state = first ? DeliveryRow.PENDING : DeliveryRow.WAITING;
        row.tries = "[]";
        row.createdAt = clock.instant();
        row.nextAt = row.createdAt;
        row.lease = "";
        return row;
    }
}
