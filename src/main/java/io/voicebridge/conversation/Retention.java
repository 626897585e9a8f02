package io.voicebridge.conversation;

import io.voicebridge.directory.Audit;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Erases what is older than its tenant wants to keep, unless it is under a legal hold. Works in batches, each in a transaction of its own; rows that
 * another bridge is erasing are passed over, so every bridge on a database may run it. Blocks; thread-safe.
 */
public final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    static final int BATCH = 100;

    /** Of calls for numbers that belong to nobody. */
    private static final Duration NOBODYS = Duration.ofDays(90);

    /** Rows that somebody has locked are not waited for. */
    private static final int SKIP_LOCKED = -2;

    private record Keeping(String tenantId, int days) {}

    /** @param last where the next batch goes on; empty if there is none */
    private record Batch(int erased, String last) {}

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Erasure erasure;
    private final Audit audit;

    Retention(EntityManager entities, TransactionTemplate transactions, Erasure erasure, Audit audit) {
        this.entities = entities;
        this.transactions = transactions;
        this.erasure = erasure;
        this.audit = audit;
    }

    /**
     * Erases all that is due.
     *
     * @param now the time that it is
     * @param recording deletes a recording by its file name; if it throws, the conversation stays until the next time
     * @return how many conversations were erased
     */
    public int sweep(Instant now, Consumer<String> recording) {
        int erased = 0;
        for (Keeping keeping : keepings()) {
            erased += sweep(keeping, now.minus(Duration.ofDays(keeping.days())), recording);
        }
        forgetRefused("", now.minus(NOBODYS));
        return erased;
    }

    private List<Keeping> keepings() {
        return transactions.execute(status -> entities.createQuery(
                        "select t.id, t.retentionDays from TenantRow t order by t.id", Object[].class)
                .getResultStream()
                .map(row -> new Keeping((String) row[0], (Integer) row[1]))
                .toList());
    }

    private int sweep(Keeping keeping, Instant before, Consumer<String> recording) {
        int erased = 0;
        String last = "";
        do {
            String after = last;
            Batch batch = transactions.execute(status -> batch(keeping, before, after, recording));
            erased += batch.erased();
            last = batch.last();
        } while (!last.isEmpty());
        int refused = forgetRefused(keeping.tenantId(), before);
        if (erased + refused > 0) {
            String detail =
                    "older than " + keeping.days() + " days: conversations " + erased + ", refused calls " + refused;
            transactions.executeWithoutResult(status ->
                    audit.add(keeping.tenantId(), "retention", "conversations.erase", keeping.tenantId(), detail));
        }
        return erased;
    }

    private Batch batch(Keeping keeping, Instant before, String after, Consumer<String> recording) {
        List<ConversationRow> due = entities.createQuery(
                        "from ConversationRow c where c.tenantId = :tenant and c.state = 'ended'"
                                + " and c.erasedAt is null and c.endedAt < :before and c.id > :after"
                                + " and not " + LegalHolds.CONVERSATION_IS_HELD + " order by c.id",
                        ConversationRow.class)
                .setParameter("tenant", keeping.tenantId())
                .setParameter("before", before)
                .setParameter("after", after)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
                .setMaxResults(BATCH)
                .getResultList();
        int erased = 0;
        for (ConversationRow row : due) {
            try {
                String reason = "Erased " + keeping.days() + " days after its end, as the tenant's retention asks";
                erasure.erase(row, "bridge", reason, recording);
                erased++;
            } catch (RecordingNotErased e) {
                LOG.warn("{} is kept until its recording can be deleted: {}", row.id, e.getMessage());
            }
        }
        return new Batch(erased, due.size() < BATCH ? "" : due.get(due.size() - 1).id);
    }

    /** @param tenantId empty for those of numbers that belong to nobody */
    private int forgetRefused(String tenantId, Instant before) {
        int forgotten = 0;
        int deleted;
        do {
            deleted = transactions.execute(status -> {
                TypedQuery<String> due = entities.createQuery(
                                "select r.id from RejectedRow r where r.at < :before and not "
                                        + LegalHolds.REFUSED_IS_HELD
                                        + " and "
                                        + (tenantId.isEmpty() ? "r.tenantId is null" : "r.tenantId = :tenant"),
                                String.class)
                        .setParameter("before", before)
                        .setMaxResults(BATCH);
                if (!tenantId.isEmpty()) {
                    due.setParameter("tenant", tenantId);
                }
                List<String> ids = due.getResultList();
                return ids.isEmpty()
                        ? 0
                        : entities.createQuery("delete from RejectedRow r where r.id in :ids")
                                .setParameter("ids", ids)
                                .executeUpdate();
            });
            forgotten += deleted;
        } while (deleted == BATCH);
        return forgotten;
    }

    /** Thrown by who is to delete a recording and cannot. */
    public static final class RecordingNotErased extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public RecordingNotErased(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
