package io.voicebridge.event;

import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EventType;
import io.voicebridge.conversation.Note;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Hands out events for Kafka, in the order of what happened. One bridge on the database does so at a time: it holds a
 * lease of {@link #LEASE}, which each {@link #next} renews. What is handed out at once holds one event of a subject at
 * most, and the next of that subject comes when the first is {@link #told}: so an event that failed is overtaken by
 * none of its own. Blocks; thread-safe.
 *
 * <p>Should a bridge stand still for longer than its lease and go on then, two of them tell the same events. Each does
 * so in order, so that the first time that an event is told is in order all the same; what comes after is a repetition.
 */
public final class EventRelay {

    /** Of the lease, and in the evidence of a call. */
    public static final String NAME = "kafka";

    /** Longer than it takes to publish what is handed out at once. */
    static final Duration LEASE = Duration.ofSeconds(60);

    /** Rows that somebody has locked are not waited for. */
    private static final int SKIP_LOCKED = -2;

    /** Events that have to wait for an earlier one of their subject are read, and left. */
    private static final int READ = 200;

    /**
     * An event to be told.
     *
     * @param subject the conversation's id, or the rejected call's: what has one goes in order
     * @param message the CloudEvent
     */
    public record Telling(long seq, String subject, String message) {

        /** Without the message. */
        @Override
        public String toString() {
            return "Telling[" + seq + " of " + subject + ']';
        }
    }

    /**
     * What has not been told yet.
     *
     * @param oldest when the one that has waited longest happened
     */
    public record Backlog(long waiting, Optional<Instant> oldest) {

        static final Backlog NONE = new Backlog(0, Optional.empty());
    }

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final EventEnvelope envelope;
    private final Conversations conversations;
    private final String node;

    /** @param node this bridge, the same after a restart */
    EventRelay(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            EventEnvelope envelope,
            Conversations conversations,
            String node) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.envelope = envelope;
        this.conversations = conversations;
        this.node = node;
    }

    /** The next events; none if there are none, or if it is another bridge that tells them. */
    public List<Telling> next(int most) {
        return transactions.execute(status -> isMine() ? firstOfEachSubject(most) : List.<Telling>of());
    }

    private boolean isMine() {
        Instant now = clock.instant();
        return entities.createQuery("from RelayRow r where r.name = :name", RelayRow.class)
                .setParameter("name", NAME)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
                .getResultStream()
                .findFirst()
                .filter(row -> row.owner.equals(node) || row.until == null || !row.until.isAfter(now))
                .map(row -> {
                    row.owner = node;
                    row.until = now.plus(LEASE);
                    return true;
                })
                .orElse(false);
    }

    /** That bridge tells no more: whoever asks next does. */
    public void release(String owner) {
        transactions.executeWithoutResult(status -> entities.createQuery(
                        "update RelayRow r set r.until = null where r.name = :name and r.owner = :owner")
                .setParameter("name", NAME)
                .setParameter("owner", owner)
                .executeUpdate());
    }

    private List<Telling> firstOfEachSubject(int most) {
        List<Telling> next = new ArrayList<>();
        Set<String> subjects = new HashSet<>();
        for (OutboxRow row : entities.createQuery(
                        "from OutboxRow o where o.published = false order by o.seq", OutboxRow.class)
                .setMaxResults(READ)
                .getResultList()) {
            if (next.size() < most && subjects.add(row.subject)) {
                next.add(new Telling(row.seq, row.subject, envelope.of(row)));
            }
        }
        return next;
    }

    /** Kafka has them. May be called again. */
    public void told(List<Telling> told) {
        List<Long> seqs = told.stream().map(Telling::seq).toList();
        transactions.executeWithoutResult(status -> {
            // Locked first, in the order in which everybody locks them
            List<OutboxRow> rows = entities.createQuery(
                            "from OutboxRow o where o.seq in :seqs order by o.seq", OutboxRow.class)
                    .setParameter("seqs", seqs)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList();
            rows.stream().filter(row -> !row.published && row.isOptOut()).forEach(this::tellOptOut);
            entities.createQuery("update OutboxRow o set o.published = true where o.seq in :seqs")
                    .setParameter("seqs", seqs)
                    .executeUpdate();
            // What no webhook wants is done with: it may speak of a customer, and is not kept for nothing
            entities.createQuery("delete from OutboxRow o where o.seq in :seqs and o.spread = true"
                            + " and not exists (select d.id from DeliveryRow d where d.eventSeq = o.seq)")
                    .setParameter("seqs", seqs)
                    .executeUpdate();
        });
    }

    /** Events are forgotten after a while; that Kafka was told of an opt-out is not. In the transaction that says so. */
    private void tellOptOut(OutboxRow row) {
        conversations.noteAlong(
                row.tenantId, row.subject, Note.optOutTold("Kafka", Map.of("to", NAME, "event_id", row.eventId)));
    }

    /** Whether Kafka is still to be told of an opt-out on a conversation. */
    public boolean owesOptOut(String tenantId, String conversationId) {
        return transactions.execute(status -> !entities.createQuery(
                        "select o.seq from OutboxRow o where o.published = false and o.subject = :subject"
                                + " and o.tenantId = :tenant and o.type = :type and o.payload like :optOut",
                        Long.class)
                .setParameter("subject", conversationId)
                .setParameter("tenant", tenantId)
                .setParameter("type", EventType.OUTCOME_COMMITTED.wire())
                .setParameter("optOut", DeliveryLedger.OPT_OUT)
                .getResultList()
                .isEmpty());
    }

    /** How much waits, on the whole database. */
    public Backlog backlog() {
        return transactions.execute(status -> entities.createQuery(
                        "select count(o), min(o.happenedAt) from OutboxRow o where o.published = false", Object[].class)
                .getResultStream()
                .findFirst()
                .map(row -> new Backlog((Long) row[0], Optional.ofNullable((Instant) row[1])))
                .orElse(Backlog.NONE));
    }
}
