package io.voicebridge.five9.service;

import io.voicebridge.directory.Five9Account;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Hands out what is due, one request of each tenant at a time on all bridges together: Five9 ends the session of a user who begins
 * another. Who takes something has {@link #LEASE} for it; if its bridge dies the next one does it again. Blocks; thread-safe.
 */
public final class TaskQueue {

    /** Longer than a request may take. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final int SKIP_LOCKED = -2;

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Function<String, Five9Account> accounts;
    private final NightWindow dncHours;

    public TaskQueue(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Function<String, Five9Account> accounts,
            NightWindow dncHours) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.accounts = accounts;
        this.dncHours = dncHours;
    }

    /** A batch for each tenant that has something due and may ask now. @param most as many as can be sent at once */
    public List<Batch> take(int most) {
        if (most <= 0) {
            return List.of();
        }
        return transactions.execute(status -> {
            Instant now = clock.instant();
            List<String> tenants = new ArrayList<>(entities.createQuery(
                            "select distinct t.tenantId from TaskRow t where t.state = 'pending' and t.nextAt <= :now",
                            String.class)
                    .setParameter("now", now)
                    .getResultList());
            Collections.shuffle(tenants);
            List<Batch> batches = new ArrayList<>();
            for (String tenant : tenants) {
                if (batches.size() < most) {
                    line(tenant)
                            .filter(line -> line.isFree(now))
                            .flatMap(line -> batch(line, now))
                            .ifPresent(batches::add);
                }
            }
            return batches;
        });
    }

    private Optional<LineRow> line(String tenant) {
        return entities.createQuery("from LineRow l where l.id = :id", LineRow.class)
                .setParameter("id", tenant)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
                .getResultStream()
                .findFirst()
                .map(line -> {
                    entities.refresh(line);
                    return line;
                });
    }

    private Optional<Batch> batch(LineRow line, Instant now) {
        Five9Account account = accounts.apply(line.id);
        List<TaskRow> due = due(line.id, "", now, 1);
        if (due.isEmpty()) {
            return Optional.empty();
        }
        TaskRow first = due.get(0);
        TaskKind kind = TaskKind.of(first.kind);
        if (!account.isSet()) {
            due(line.id, "", now, TaskKind.DNC.atOnce)
                    .forEach(row -> row.settle(TaskRow.FAILED, "No user of Five9's web services is set any more", now));
            return Optional.empty();
        }
        List<TaskRow> rows = first.alone ? due : due(line.id, first.kind, now, kind.atOnce);
        if (kind == TaskKind.DNC && !dncHours.isOpen(now)) {
            rows.forEach(row -> row.nextAt = dncHours.next(now));
            return Optional.empty();
        }
        boolean maybeDone = first.maybeDone;
        rows.forEach(row -> {
            row.attempts++;
            // Until the answer is written down: who dies now leaves it so. The others can be done twice
            row.maybeDone = kind == TaskKind.CALLBACK;
        });
        line.busyUntil = now.plus(LEASE);
        return Optional.of(new Batch(
                line.id,
                account,
                kind,
                rows.stream()
                        .map(row -> new Batch.Item(row.id, row.conversationId, row.revision))
                        .toList(),
                maybeDone));
    }

    /** @param kind empty for the one that is due first, whatever it is */
    private List<TaskRow> due(String tenant, String kind, Instant now, int most) {
        return entities.createQuery(
                        "from TaskRow t where t.tenantId = :tenant and t.state = 'pending' and t.nextAt <= :now"
                                + " and (:kind = '' or t.kind = :kind and not t.alone)"
                                + " order by t.nextAt, t.id",
                        TaskRow.class)
                .setParameter("tenant", tenant)
                .setParameter("kind", kind)
                .setParameter("now", now)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setMaxResults(most)
                .getResultList();
    }

    /**
     * Five9 has done it.
     *
     * @param notes what is to be said of some, by task
     */
    public void done(Batch batch, Map<String, String> notes) {
        settle(batch, Optional.empty(), (row, now) -> row.settle(TaskRow.DONE, notes.getOrDefault(row.id, ""), now));
    }

    /**
     * Some need not be done, or cannot, and some have to wait for the next request.
     *
     * @return what is sent; if that is nothing, the tenant's next request may go
     */
    public Batch narrow(Batch batch, Loads.Load load) {
        transactions.executeWithoutResult(status -> {
            Instant now = clock.instant();
            for (Batch.Item item : batch.items()) {
                TaskRow row = load.items().contains(item) ? null : entities.find(TaskRow.class, item.taskId());
                Loads.Dropped why = load.dropped().get(item.taskId());
                if (row == null) {
                    continue;
                }
                if (why != null && row.revision == item.revision()) {
                    row.settle(why.failed() ? TaskRow.FAILED : TaskRow.CANCELLED, why.detail(), now);
                } else {
                    row.maybeDone = false;
                    row.attempts--;
                }
            }
            if (load.items().isEmpty()) {
                entities.find(LineRow.class, batch.tenantId(), LockModeType.PESSIMISTIC_WRITE).busyUntil = null;
            }
        });
        return new Batch(batch.tenantId(), batch.account(), batch.kind(), load.items(), batch.maybeDone());
    }

    /** Five9 has not done it, or nobody knows. What becomes of it is in {@link Verdict}. */
    public void failed(Batch batch, Five9Fault fault) {
        Instant now = clock.instant();
        settle(batch, Verdict.hold(fault, now), (row, at) -> Verdict.apply(row, batch, fault, dncHours, at));
    }

    @FunctionalInterface
    private interface Settling {
        void of(TaskRow row, Instant now);
    }

    private void settle(Batch batch, Optional<Instant> hold, Settling settling) {
        transactions.executeWithoutResult(status -> {
            Instant now = clock.instant();
            LineRow line = entities.find(LineRow.class, batch.tenantId(), LockModeType.PESSIMISTIC_WRITE);
            if (line != null) {
                line.busyUntil = null;
                hold.ifPresent(until -> line.heldUntil = until);
            }
            for (Batch.Item item : batch.items()) {
                TaskRow row = entities.find(TaskRow.class, item.taskId(), LockModeType.PESSIMISTIC_WRITE);
                if (row == null || !row.state.equals(TaskRow.PENDING)) {
                    continue;
                }
                if (row.revision == item.revision()) {
                    settling.of(row, now);
                } else {
                    row.maybeDone = false;
                }
            }
        });
    }
}
