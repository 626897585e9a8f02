package io.voicebridge.event;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Hands out deliveries that are due, to as many senders as there are. A webhook gets {@value #OF_A_WEBHOOK} of them at
 * most, one while its receiver fails, and the webhooks of one tenant together {@value #OF_A_TENANT}: so a receiver that
 * does not answer takes few senders from others. What is handed out is leased for {@link #LEASE}: if its sender dies
 * it is handed out again after that, by whichever bridge on the database. Blocks; thread-safe.
 */
public final class DeliveryQueue {

    /** Longer than a request may take. */
    static final Duration LEASE = Duration.ofSeconds(60);

    static final int OF_A_WEBHOOK = 4;
    static final int OF_A_TENANT = 8;

    /** Rows that somebody has locked are not waited for. */
    private static final int SKIP_LOCKED = -2;

    private record Candidate(String webhookId, String tenantId, int failures) {}

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Webhooks webhooks;
    private final EventEnvelope envelope;
    private final String node;
    private final int senders;
    private final AtomicLong leases = new AtomicLong();
    private volatile boolean more;

    /** What is being sent by this bridge; no more than there are senders. */
    private final Map<String, Shipment> underWay = new ConcurrentHashMap<>();

    /**
     * @param node this bridge, the same after a restart
     * @param senders how many may send at a time
     */
    DeliveryQueue(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Webhooks webhooks,
            EventEnvelope envelope,
            String node,
            int senders) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.webhooks = webhooks;
        this.envelope = envelope;
        this.node = node;
        this.senders = senders;
    }

    /** Gives back what this bridge was sending when it died. Called once, before anything is taken. */
    public void recover() {
        release(node);
    }

    /** Gives back what that bridge was sending, which is gone. */
    public void release(String gone) {
        transactions.executeWithoutResult(status -> entities.createNamedQuery(DeliveryRow.GIVE_BACK)
                .setParameter("now", clock.instant())
                .setParameter("its", gone.replace("_", "!_") + "/%") // a name has no other wildcard
                .executeUpdate());
    }

    /**
     * The clock was put back: nothing waits until the clock is there again. How much longer what has failed should have waited is not
     * known any more, so it is tried now, and the pauses of webhooks end; whoever fails again is paused again. Idempotent.
     *
     * @return how many deliveries there were
     */
    public int clockWentBack() {
        return transactions.execute(status -> {
            Instant now = clock.instant();
            entities.createQuery("update WebhookHealthRow h set h.pausedUntil = null where h.pausedUntil > :now")
                    .setParameter("now", now)
                    .executeUpdate();
            return entities.createQuery("update DeliveryRow d set d.nextAt = :now where d.state = 'pending'"
                            + " and d.lease = '' and d.nextAt > :now")
                    .setParameter("now", now)
                    .executeUpdate();
        });
    }

    /** Takes what is due, as much as can be sent now. Called by one thread at a time. */
    public synchronized List<Shipment> take() {
        if (underWay.size() >= senders) {
            more = true;
            return List.of();
        }
        more = false;
        Instant now = clock.instant();
        List<Shipment> taken = transactions.execute(status -> {
            List<Shipment> shipments = new ArrayList<>();
            for (Candidate candidate : candidates(now)) {
                int slots = slots(candidate, shipments);
                List<DeliveryRow> due = slots > 0 ? due(candidate.webhookId(), now, slots) : List.of();
                more |= candidate.failures() == 0 && due.size() >= slots;
                due.forEach(row -> lease(row, now, shipments));
            }
            return shipments;
        });
        taken.forEach(shipment -> underWay.put(shipment.lease(), shipment));
        return taken;
    }

    /** Whether the last look may have left something that is due to a receiver that does not fail, for want of senders. */
    public boolean hasMore() {
        return more;
    }

    /** A shipment that was taken is done with, one way or another. */
    public void release(Shipment shipment) {
        underWay.remove(shipment.lease());
    }

    /** Webhooks with something due, in no order, so that none is always last. */
    private List<Candidate> candidates(Instant now) {
        List<Candidate> candidates = new ArrayList<>(entities.createQuery(
                        "select w.id, w.tenantId, h.failures"
                                + " from WebhookRow w join WebhookHealthRow h on h.webhookId = w.id"
                                + " where w.enabled and (h.pausedUntil is null or h.pausedUntil <= :now)"
                                + " and exists (select d.id from DeliveryRow d where d.webhookId = w.id"
                                + " and d.state = 'pending' and d.nextAt <= :now)",
                        Object[].class)
                .setParameter("now", now)
                .getResultStream()
                .map(row -> new Candidate((String) row[0], (String) row[1], (Integer) row[2]))
                .toList());
        Collections.shuffle(candidates);
        return candidates;
    }

    private int slots(Candidate candidate, List<Shipment> shipments) {
        int ofWebhook = candidate.failures() > 0 ? 1 : OF_A_WEBHOOK;
        int ofTenant = OF_A_TENANT;
        for (List<Shipment> some : List.of(List.copyOf(underWay.values()), shipments)) {
            for (Shipment shipment : some) {
                ofWebhook -= shipment.webhookId().equals(candidate.webhookId()) ? 1 : 0;
                ofTenant -= shipment.tenantId().equals(candidate.tenantId()) ? 1 : 0;
            }
        }
        int free = senders - underWay.size() - shipments.size();
        return Math.min(free, Math.min(ofWebhook, ofTenant));
    }

    private List<DeliveryRow> due(String webhookId, Instant now, int most) {
        return entities.createQuery(
                        "from DeliveryRow d where d.webhookId = :webhook and d.state = 'pending' and d.nextAt <= :now"
                                + " order by d.nextAt, d.eventSeq",
                        DeliveryRow.class)
                .setParameter("webhook", webhookId)
                .setParameter("now", now)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
                .setMaxResults(most)
                .getResultList();
    }

    private void lease(DeliveryRow row, Instant now, List<Shipment> shipments) {
        OutboxRow event = entities.find(OutboxRow.class, row.eventSeq);
        WebhookRow webhook = entities.find(WebhookRow.class, row.webhookId);
        if (event == null || webhook == null) {
            entities.remove(row);
            return;
        }
        row.lease = node + '/' + leases.incrementAndGet();
        row.nextAt = now.plus(LEASE);
        shipments.add(new Shipment(
                row.id,
                row.lease,
                row.webhookId,
                row.tenantId,
                row.eventId,
                webhook.url,
                envelope.of(event),
                event.traceparent,
                webhooks.liveSecrets(webhook)));
    }
}
