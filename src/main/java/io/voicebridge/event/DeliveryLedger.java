package io.voicebridge.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EventType;
import io.voicebridge.conversation.Note;
import io.voicebridge.directory.Audit;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes down what became of deliveries, and what follows from it. Rows are locked in one order everywhere, so that nobody
 * waits for each other: events, deliveries by the number of their event, the webhook, its health. Blocks; thread-safe.
 */
public final class DeliveryLedger {

    private static final TypeReference<List<Delivery.Try>> TRIES = new TypeReference<>() {};
    private static final int MOST_TRIES = 20;

    /** What a delivery has come to. */
    public enum Verdict {
        DELIVERED,
        /** Is tried again later. */
        RETRIED,
        DEAD,
        /** The receiver wants no more: it is dead, and its webhook disabled. */
        GONE,
        /** Somebody else has taken it meanwhile, or it was erased. */
        LOST
    }

    /** Finds an opt-out by the data of its event. */
    static final String OPT_OUT = '%' + OutboxRow.OPT_OUT + '%';

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final ObjectMapper json;
    private final RetryLadder ladder;
    private final WebhookHealth health;
    private final Conversations conversations;
    private final Audit audit;

    DeliveryLedger(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            ObjectMapper json,
            RetryLadder ladder,
            WebhookHealth health,
            Conversations conversations,
            Audit audit) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.json = json;
        this.ladder = ladder;
        this.health = health;
        this.conversations = conversations;
        this.audit = audit;
    }

    /** A shipment was sent, or could not be. May be called again after it failed. */
    public Verdict done(Shipment shipment, DeliveryResult result) {
        return transactions.execute(status -> {
            DeliveryRow row = locked(shipment.deliveryId());
            if (row == null || row.isFinished() || !row.lease.equals(shipment.lease())) {
                return Verdict.LOST;
            }
            Instant now = clock.instant();
            row.lease = "";
            row.attempts++;
            row.tries = tries(
                    row, new Delivery.Try(now, result.status(), result.took().toMillis(), result.error()));
            if (result.isTaken()) {
                finish(row, DeliveryRow.DELIVERED, now);
                health.succeeded(row.webhookId, now);
                tellOptOut(row);
                return Verdict.DELIVERED;
            }
            Verdict verdict = failed(row, result, now);
            entities.flush();
            health.failed(row.webhookId, result, now);
            return verdict;
        });
    }

    private Verdict failed(DeliveryRow row, DeliveryResult result, Instant now) {
        if (result.isGone()) {
            die(row, result.error(), now);
            disable(row);
            return Verdict.GONE;
        }
        Optional<Duration> wait =
                row.type.equals(Deliveries.PING) ? Optional.empty() : ladder.after(row.attempts, result.retryAfter());
        if (wait.isEmpty()) {
            die(row, result.error(), now);
            return Verdict.DEAD;
        }
        row.nextAt = now.plus(wait.get());
        return Verdict.RETRIED;
    }

    /** Gives up what has waited since before {@code limit}, a batch of it. Returns how many there were. */
    int expire(Instant limit, int batch) {
        return transactions.execute(status -> {
            List<DeliveryRow> due = entities.createQuery(
                            "from DeliveryRow d where d.state in ('waiting', 'pending') and d.lease = ''"
                                    + " and d.createdAt < :limit order by d.eventSeq",
                            DeliveryRow.class)
                    .setParameter("limit", limit)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .setMaxResults(batch)
                    .getResultList();
            due.stream().filter(row -> !row.isFinished()).forEach(row -> die(row, "too old", clock.instant()));
            return due.size();
        });
    }

    /** Deliveries are forgotten after a while; that somebody was told of an opt-out is not. In the transaction that says so. */
    private void tellOptOut(DeliveryRow row) {
        if (!row.type.equals(EventType.OUTCOME_COMMITTED.wire())) {
            return;
        }
        boolean optOut = !entities.createQuery(
                        "select o.seq from OutboxRow o where o.seq = :seq and o.payload like :optOut", Long.class)
                .setParameter("seq", row.eventSeq)
                .setParameter("optOut", OPT_OUT)
                .getResultList()
                .isEmpty();
        if (optOut) {
            conversations.noteAlong(
                    row.tenantId,
                    row.subject,
                    Note.optOutTold(
                            "The webhook " + row.webhookId,
                            Map.of(
                                    "webhook_id", row.webhookId,
                                    "delivery_id", row.id,
                                    "event_id", row.eventId,
                                    "attempts", row.attempts)));
        }
    }

    private void die(DeliveryRow row, String error, Instant now) {
        finish(row, DeliveryRow.DEAD, now);
        if (row.subject.startsWith("cv_")) {
            conversations.noteSoon(
                    row.tenantId,
                    row.subject,
                    new Note(
                            "event-undelivered",
                            "bridge",
                            "The event " + row.type + " could not be delivered to the webhook " + row.webhookId + ": "
                                    + error,
                            Map.of("delivery_id", row.id, "event_id", row.eventId, "attempts", row.attempts)));
        }
    }

    /** The next of its subject may go. The row is locked, as its own finisher does. */
    private void finish(DeliveryRow row, String state, Instant now) {
        row.state = state;
        row.finishedAt = now;
        if (!row.inOrder) {
            return;
        }
        entities.flush();
        entities.createQuery(
                        "from DeliveryRow d where d.subject = :subject and d.webhookId = :webhook and d.inOrder"
                                + " and d.state = 'waiting' order by d.eventSeq",
                        DeliveryRow.class)
                .setParameter("subject", row.subject)
                .setParameter("webhook", row.webhookId)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .ifPresent(next -> {
                    next.state = DeliveryRow.PENDING;
                    next.nextAt = now;
                    entities.flush();
                });
    }

    private void disable(DeliveryRow row) {
        WebhookRow webhook = entities.find(WebhookRow.class, row.webhookId);
        if (webhook != null && webhook.enabled) {
            webhook.enabled = false;
            webhook.disabledReason = "The receiver answered 410 Gone";
            webhook.updatedAt = clock.instant();
            audit.add(row.tenantId, "bridge", "webhook.disable", webhook.id, webhook.disabledReason);
        }
    }

    private DeliveryRow locked(String id) {
        return entities.find(DeliveryRow.class, id, LockModeType.PESSIMISTIC_WRITE);
    }

    private String tries(DeliveryRow row, Delivery.Try last) {
        List<Delivery.Try> tries = new ArrayList<>(tries(json, row));
        tries.add(last);
        List<Delivery.Try> kept = tries.subList(Math.max(0, tries.size() - MOST_TRIES), tries.size());
        try {
            return json.writeValueAsString(kept);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Tries are JSON", e);
        }
    }

    static List<Delivery.Try> tries(ObjectMapper json, DeliveryRow row) {
        try {
            return json.readValue(row.tries, TRIES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The tries of " + row.id + " are not JSON", e);
        }
    }
}
