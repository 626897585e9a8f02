package io.voicebridge.five9.service;

import io.voicebridge.directory.Audit;
import io.voicebridge.directory.OwnRows;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Restrictions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;

/** What is to be done at Five9 and what became of it, for people. Bean {@code five9Tasks}. Blocks; thread-safe. */
public final class Tasks {

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Audit audit;

    public Tasks(EntityManager entities, TransactionTemplate transactions, Clock clock, Audit audit) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.audit = audit;
    }

    public List<Task> of(String tenantId, String conversationId) {
        return transactions.execute(status -> entities.createQuery(
                        "from TaskRow t where t.tenantId = :tenant and t.conversationId = :id order by t.id",
                        TaskRow.class)
                .setParameter("tenant", tenantId)
                .setParameter("id", conversationId)
                .getResultStream()
                .map(Task::of)
                .toList());
    }

    /** Newest first. @param state null for all */
    public Page<Task> list(String tenantId, String state, String cursor, Integer limit) {
        int size = Page.limit(limit);
        Restrictions wanted = new Restrictions("t.tenantId = :tenant", "tenant", tenantId)
                .and("t.state = :state", "state", state == null ? "" : state)
                .and("t.id < :after", "after", Page.after(cursor));
        return transactions.execute(status -> Page.of(
                wanted.query(entities, "from TaskRow t where ", " order by t.id desc", TaskRow.class)
                        .setMaxResults(size + 1)
                        .getResultList(),
                size,
                row -> row.id,
                Task::of));
    }

    /** Tries one that failed once more, from the start, or one that waits at once. @throws Problem 404, 409 task_settled */
    public Task replay(String tenantId, String actor, String id) {
        return transactions.execute(status -> {
            TaskRow row = OwnRows.find(entities, TaskRow.class, tenantId, id)
                    .orElseThrow(() -> new Problem(404, "not_found", "There is no task " + id + '.'));
            entities.refresh(row, LockModeType.PESSIMISTIC_WRITE);
            Instant now = clock.instant();
            if (row.state.equals(TaskRow.FAILED)) {
                row.state = TaskRow.PENDING;
                row.attempts = 0;
                row.createdAt = now;
                row.settledAt = null;
            } else if (!row.state.equals(TaskRow.PENDING)) {
                throw new Problem(409, "task_settled", "The task " + id + " is " + row.state + " already.");
            }
            row.nextAt = now;
            LineRow line = entities.find(LineRow.class, tenantId);
            line.heldUntil = null;
            audit.add(tenantId, actor, "five9-task.replay", id, row.kind);
            return Task.of(row);
        });
    }
}
