package io.voicebridge.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.conversation.EventType;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.OwnRows;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Problem;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;

/** What became of events at a webhook, and asking for them again. Bean {@code deliveries}. Thread-safe. */
public final class Deliveries {

    /** The event of a test; it is not tried again. */
    static final String PING = "webhook.ping";

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final Audit audit;
    private final ObjectMapper json;
    private final Runnable due;

    /** @param due run when something is to be sent at once */
    Deliveries(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            Audit audit,
            ObjectMapper json,
            Runnable due) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
        this.json = json;
        this.due = due;
    }

    /**
     * Newest first.
     *
     * @param state waiting, pending, delivered or dead; null for all
     * @throws Problem 404
     */
    public Page<Delivery> list(String tenantId, String webhookId, String state, String cursor, Integer limit) {
        int size = Page.limit(limit);
        String before = Page.after(cursor);
        return transactions.execute(status -> {
            Webhooks.row(entities, tenantId, webhookId);
            TypedQuery<DeliveryRow> query = entities.createQuery(
                            "from DeliveryRow d where d.webhookId = :webhook"
                                    + (state == null ? "" : " and d.state = :state")
                                    + (before.isEmpty() ? "" : " and d.id < :before")
                                    + " order by d.id desc",
                            DeliveryRow.class)
                    .setParameter("webhook", webhookId)
                    .setMaxResults(size + 1);
            if (state != null) {
                query.setParameter("state", state);
            }
            if (!before.isEmpty()) {
                query.setParameter("before", before);
            }
            return Page.of(query.getResultList(), size, row -> row.id, this::view);
        });
    }

    /**
     * Sends it once more, out of order and from the first step of the ladder; if it is still tried, at once.
     *
     * @throws Problem 404, 409 {@code being_sent}, {@code waiting_for_earlier} or {@code webhook_disabled}
     */
    public Delivery replay(String tenantId, String actor, String id) {
        Delivery replayed = transactions.execute(status -> {
            DeliveryRow row =
                    OwnRows.find(entities, DeliveryRow.class, tenantId, id).orElseThrow(() -> notFound(id));
            entities.refresh(row, LockModeType.PESSIMISTIC_WRITE);
            WebhookRow webhook = webhook(row);
            if (!webhook.enabled) {
                throw new Problem(
                        409, "webhook_disabled", "The webhook " + webhook.id + " is disabled. Enable it first.");
            }
            again(row);
            Webhooks.resume(entities, webhook.id);
            audit.add(tenantId, actor, "delivery.replay", id, row.type);
            return view(row);
        });
        due.run();
        return replayed;
    }

    private WebhookRow webhook(DeliveryRow row) {
        WebhookRow webhook = entities.find(WebhookRow.class, row.webhookId);
        if (webhook == null || entities.find(OutboxRow.class, row.eventSeq) == null) {
            throw notFound(row.id);
        }
        return webhook;
    }

    private static Problem notFound(String id) {
        return new Problem(404, "not_found", "There is no delivery " + id + '.');
    }

    private void again(DeliveryRow row) {
        if (row.state.equals(DeliveryRow.WAITING)) {
            throw new Problem(
                    409,
                    "waiting_for_earlier",
                    "An earlier event of " + row.subject + " is not delivered yet. Replay that one.");
        }
        if (!row.lease.isEmpty()) {
            throw new Problem(409, "being_sent", "The delivery is being sent just now.");
        }
        if (row.isFinished()) {
            row.state = DeliveryRow.PENDING;
            row.inOrder = false;
            row.attempts = 0;
            row.finishedAt = null;
        }
        row.nextAt = clock.instant();
    }

    /**
     * Sends a test event, once; what became of it is in the list.
     *
     * @throws Problem 404, 409 {@code webhook_disabled}
     */
    public Delivery ping(String tenantId, String actor, String webhookId) {
        Delivery made = transactions.execute(status -> {
            WebhookRow webhook = Webhooks.row(entities, tenantId, webhookId);
            if (!webhook.enabled) {
                throw new Problem(
                        409, "webhook_disabled", "The webhook " + webhookId + " is disabled. Enable it first.");
            }
            OutboxRow event = new OutboxRow();
            event.eventId = ids.next("ev");
            event.tenantId = tenantId;
            event.subject = webhookId;
            event.type = PING;
            event.happenedAt = clock.instant();
            event.payload = json.createObjectNode().put("webhook_id", webhookId).toString();
            event.spread = true;
            event.published = true;
            entities.persist(event);
            DeliveryRow row = EventSpreader.delivery(ids, clock, event, webhook, true);
            row.inOrder = false;
            entities.persist(row);
            Webhooks.resume(entities, webhookId);
            audit.add(tenantId, actor, "webhook.ping", webhookId, "");
            return view(row);
        });
        due.run();
        return made;
    }

    /** What was told, or is still to be told, of an opt-out on a conversation; as long as it is kept. */
    public List<Delivery> optOuts(String tenantId, String conversationId) {
        return transactions.execute(status -> entities.createQuery(
                        "select d from DeliveryRow d join OutboxRow o on o.seq = d.eventSeq where d.subject = :subject"
                                + " and d.tenantId = :tenant and d.type = :type and o.payload like :optOut"
                                + " order by d.id",
                        DeliveryRow.class)
                .setParameter("subject", conversationId)
                .setParameter("tenant", tenantId)
                .setParameter("type", EventType.OUTCOME_COMMITTED.wire())
                .setParameter("optOut", DeliveryLedger.OPT_OUT)
                .getResultStream()
                .map(this::view)
                .toList());
    }

    private Delivery view(DeliveryRow row) {
        boolean scheduled = row.state.equals(DeliveryRow.PENDING) && row.lease.isEmpty();
        return new Delivery(
                row.id,
                row.webhookId,
                row.eventId,
                row.type,
                row.subject,
                row.state,
                row.attempts,
                scheduled ? row.nextAt : null,
                row.createdAt,
                row.finishedAt,
                DeliveryLedger.tries(json, row));
    }
}
