package io.voicebridge.conversation;

import io.voicebridge.directory.Ids;
import io.voicebridge.directory.Reason;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at calls once more when a script that works would have asked for their outcome, and keeps what was asked for in vain
 * until then. Any bridge on the database may look; each call is looked at by one. Blocks; thread-safe.
 */
public final class LastLooks {

    private static final Logger LOG = LoggerFactory.getLogger(LastLooks.class);

    private static final int BATCH = 100;

    /** Rows that somebody has locked are not waited for. */
    private static final int SKIP_LOCKED = -2;

    private static final Duration KEPT = Duration.ofMinutes(10);

    /** A question that is repeated is kept once in this time, and of all no more than so many a second. */
    private static final Duration SAME = Duration.ofSeconds(10);

    private static final int A_SECOND = 20;
    private static final int REMEMBERED = 1_000;

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final OutcomeLedger ledger;
    private final Diagnosis diagnosis;
    private final Map<String, Instant> recent = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };
    private long second;
    private int inSecond;

    LastLooks(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            OutcomeLedger ledger,
            Diagnosis diagnosis) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.ledger = ledger;
        this.diagnosis = diagnosis;
    }

    /** Somebody asked for a correlation that no call has. Never fails: it is only there to help. */
    public void missed(String tenantId, String correlation) {
        if (!isWorthKeeping(tenantId, correlation)) {
            return;
        }
        try {
            transactions.executeWithoutResult(status -> {
                MissedQueryRow row = new MissedQueryRow();
                row.id = ids.next("mq");
                row.tenantId = tenantId;
                row.at = clock.instant();
                row.correlation = Text.line(correlation, Correlation.MAX_LENGTH);
                entities.persist(row);
            });
        } catch (RuntimeException e) {
            LOG.debug("A question that found nothing was not kept: {}", Reason.of(e));
        }
    }

    private synchronized boolean isWorthKeeping(String tenantId, String correlation) {
        Instant now = clock.instant();
        if (now.getEpochSecond() != second) {
            second = now.getEpochSecond();
            inSecond = 0;
        }
        Instant before = recent.put(tenantId + ' ' + correlation, now);
        boolean repeated = before != null && now.isBefore(before.plus(SAME));
        return !repeated && ++inSecond <= A_SECOND;
    }

    /** @return how many calls were looked at */
    public int look() {
        int looked = 0;
        int batch;
        do {
            batch = transactions.execute(status -> {
                List<ConversationRow> due = due();
                due.forEach(this::look);
                return due.size();
            });
            looked += batch;
        } while (batch == BATCH);
        transactions.executeWithoutResult(
                status -> entities.createQuery("delete from MissedQueryRow m where m.at < :before")
                        .setParameter("before", clock.instant().minus(KEPT))
                        .executeUpdate());
        return looked;
    }

    private List<ConversationRow> due() {
        return entities.createQuery(
                        "from ConversationRow c where c.diagnosisDue <= :now order by c.diagnosisDue",
                        ConversationRow.class)
                .setParameter("now", clock.instant())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
                .setMaxResults(BATCH)
                .getResultList();
    }

    private void look(ConversationRow row) {
        row.diagnosisDue = null;
        if (row.erasedAt == null) {
            ledger.current(row).ifPresent(outcome -> diagnosis.again(row, outcome));
        }
    }
}
