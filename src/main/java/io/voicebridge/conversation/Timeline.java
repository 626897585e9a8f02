package io.voicebridge.conversation;

import io.voicebridge.directory.Reason;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes what happened on conversations. An entry that belongs to a change is written in the change's transaction; one
 * that may be lost with the process waits for others, {@value #SOON_MS} ms, and is written with them in order of their
 * conversations: a commit writes the pages of the index that it changed whole, however many entries came to them. Who reads a timeline here has them written first; another bridge sees them when their time has come. Thread-safe.
 */
public final class Timeline implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);

    static final int SOON_MS = 150;

    /** How often it is looked for timelines that are full. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private static final int MAX_WAITING = 10_000;

    /** Entries of a transaction: while it commits, others wait. */
    private static final int MAX_BATCH = 1_000;

    private static final Comparator<TimelineRow> BY_CONVERSATION =
            Comparator.<TimelineRow, String>comparing(row -> row.conversationId).thenComparing(row -> row.at);

    private static final int MAX_SUMMARY = 500;
    private static final int MAX_DETAIL = 10_000;

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final JsonColumn json;
    private final TimelineQuota quota;
    private final UnaryOperator<String> numberKey;
    private final Masks masks;
    private final TimelineQueue waiting = new TimelineQueue(MAX_WAITING, Duration.ofMillis(SOON_MS), System::nanoTime);
    private final AtomicLong dropped = new AtomicLong();
    private final Lock writing = new ReentrantLock();
    private final Thread writer = new Thread(this::run, "timeline-writer");
    private volatile boolean closed;

    /** @param most entries of a conversation */
    Timeline(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            JsonColumn json,
            UnaryOperator<String> numberKey,
            Masks masks,
            int most) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.json = json;
        this.numberKey = numberKey;
        this.masks = masks;
        this.quota = new TimelineQuota(entities, most, TimelineQuota.REMEMBERED);
        writer.setDaemon(true);
        writer.start();
    }

    /** In the transaction of the calling thread; counted instead if the timeline is full. */
    void write(String tenantId, String conversationId, Note note) {
        write(tenantId, conversationId, note, clock.instant());
    }

    /** The same for what happened earlier, while the database was away. */
    void write(String tenantId, String conversationId, Note note, Instant at) {
        keep(row(tenantId, conversationId, note, at));
    }

    /** A conversation that has no entry yet. */
    void begins(String conversationId) {
        quota.begins(conversationId);
    }

    private void keep(TimelineRow row) {
        if (quota.admits(row)) {
            entities.persist(row);
        }
    }

    /**
     * Soon, with others. If {@value #MAX_WAITING} entries wait already, this one is counted and dropped: a timeline
     * must not slow down what it tells of.
     */
    void writeSoon(String tenantId, String conversationId, Note note) {
        if (!waiting.offer(row(tenantId, conversationId, note, clock.instant()))) {
            dropped.incrementAndGet();
        }
    }

    /**
     * Writes what waits here, for who is about to read. Not from within a transaction, which does nothing: what is written
     * may wait for what that has locked.
     */
    void settle() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            writeWaiting();
        }
    }

    private TimelineRow row(String tenantId, String conversationId, Note note, Instant at) {
        TimelineRow row = new TimelineRow();
        row.tenantId = tenantId;
        row.conversationId = conversationId;
        row.at = at;
        row.kind = note.kind();
        row.actor = note.actor();
        Mask mask = masks.of(conversationId);
        row.summary = Text.line(mask.text(note.summary()), MAX_SUMMARY);
        row.partyKey = note.party().isEmpty() ? "" : Text.line(numberKey.apply(note.party()), 32);
        String detail = json.write(mask.any(note.detail()));
        row.detail = detail.length() <= MAX_DETAIL ? detail : "{\"left_out\":\"the detail was too long\"}";
        return row;
    }

    private void run() {
        while (!closed || !waiting.isEmpty()) {
            try {
                waiting.awaitDue(LOOK);
                if (waiting.left() <= 0) {
                    writeWaiting();
                }
            } catch (InterruptedException e) {
                closed = true;
                waiting.close();
            }
            tellWhatIsFull();
        }
        tellWhatIsFull();
    }

    /** Who finds that nothing waits any more waits until it is written. */
    private void writeWaiting() {
        writing.lock();
        try {
            List<TimelineRow> rows = waiting.drain();
            rows.sort(BY_CONVERSATION);
            for (int from = 0; from < rows.size(); from += MAX_BATCH) {
                save(rows.subList(from, Math.min(from + MAX_BATCH, rows.size())));
            }
        } finally {
            writing.unlock();
        }
    }

    private void tellWhatIsFull() {
        List<TimelineQuota.Full> full = quota.changed();
        if (full.isEmpty()) {
            return;
        }
        try {
            Instant now = clock.instant();
            transactions.executeWithoutResult(status -> full.forEach(one -> quota.tell(
                    one,
                    row(
                            one.tenantId(),
                            one.conversationId(),
                            new Note(
                                    TimelineQuota.FULL,
                                    "bridge",
                                    TimelineQuota.summary(one.leftOut()),
                                    Map.of("left_out", one.leftOut())),
                            now),
                    now)));
        } catch (RuntimeException e) {
            LOG.warn("{} timelines are full, which could not be written: {}", full.size(), e.toString());
        }
    }

    private void save(List<TimelineRow> batch) {
        try {
            transactions.executeWithoutResult(status -> {
                quota.expect(batch.stream().map(row -> row.conversationId).toList());
                batch.forEach(this::keep);
            });
        } catch (RuntimeException e) {
            LOG.warn("{} timeline entries could not be written: {}", batch.size(), Reason.of(e));
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            LOG.warn("{} timeline entries were dropped because too many waited", lost);
        }
    }

    /** Writes what waits, for at most five seconds. */
    @Override
    public void close() {
        closed = true;
        waiting.close();
        try {
            writer.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
