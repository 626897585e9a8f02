package io.voicebridge.cli.call;

import io.voicebridge.directory.Outage;
import io.voicebridge.directory.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What could not be written because the database is away, in memory until it is back. Entries of one key are written in
 * order: while one waits, the next waits behind it. Nothing that is kept here has been acknowledged to anybody; it is
 * lost with the process. Thread-safe.
 */
public final class Backlog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

    static final int MOST_OF_A_KEY = 1_000;
    static final int MOST_IN_ALL = 100_000;
    private static final long AGAIN_AFTER_MS = 500;

    /**
     * A key has caught up.
     *
     * @param written how many entries were written late
     * @param lost how many were not kept, because too many waited, or failed for another reason
     * @param since when the first of them was to be written
     */
    public record CaughtUp(String key, int written, int lost, Instant since) {}

    private static final class Waiting {
        final Deque<Runnable> entries = new ArrayDeque<>();
        final Instant since;
        int written;
        int lost;

        Waiting(Instant since) {
            this.since = since;
        }
    }

    private final Clock clock;
    private final Consumer<CaughtUp> told;
    private final Map<String, Waiting> byKey = new LinkedHashMap<>();
    private int size;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread writer = new Thread(work, "backlog-writer");
        writer.setDaemon(true);
        return writer;
    });

    /** @param told when a key has caught up; on the writer's thread */
    public Backlog(Clock clock, Consumer<CaughtUp> told) {
        this.clock = clock;
        this.told = told;
        thread.scheduleWithFixedDelay(this::catchUp, AGAIN_AFTER_MS, AGAIN_AFTER_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Writes now, on the calling thread, or keeps the entry if the database is away.
     *
     * @param entry may be run again after an attempt that failed
     * @throws RuntimeException of the entry, if it failed for another reason
     */
    public void write(String key, Runnable entry) {
        write(key, entry, MOST_OF_A_KEY);
    }

    /** As {@link #write}, for the last entry of a key: it is kept even if the key has as many as it may have. */
    public void writeLast(String key, Runnable entry) {
        write(key, entry, MOST_OF_A_KEY + 1);
    }

    private void write(String key, Runnable entry, int most) {
        if (keepBehindOthers(key, entry, most)) {
            return;
        }
        try {
            entry.run();
        } catch (RuntimeException e) {
            if (!Outage.isBehind(e)) {
                throw e;
            }
            keep(key, entry, most);
        }
    }

    /** Keeps the entry without a try. */
    public void keep(String key, Runnable entry) {
        keep(key, entry, MOST_OF_A_KEY);
    }

    private synchronized boolean keepBehindOthers(String key, Runnable entry, int most) {
        if (!byKey.containsKey(key)) {
            return false;
        }
        keep(key, entry, most);
        return true;
    }

    private synchronized void keep(String key, Runnable entry, int most) {
        Waiting waiting = byKey.computeIfAbsent(key, first -> new Waiting(clock.instant()));
        if (waiting.entries.size() >= most || size >= MOST_IN_ALL) {
            waiting.lost++;
            return;
        }
        waiting.entries.add(entry);
        size++;
    }

    /** How many entries wait. */
    public synchronized int size() {
        return size;
    }

    /** Writes what waits, until the database is away again. On the writer's thread, or a test's. */
    void catchUp() {
        try {
            for (String key : keys()) {
                if (!catchUp(key)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            LOG.error("The backlog could not be written; it is tried again", Reason.traceOf(e));
        }
    }

    private synchronized List<String> keys() {
        return List.copyOf(byKey.keySet());
    }

    private boolean catchUp(String key) {
        Waiting waiting = of(key);
        Runnable entry = next(key, waiting);
        while (entry != null) {
            boolean written = true;
            try {
                entry.run();
            } catch (RuntimeException e) {
                if (Outage.isBehind(e)) {
                    return false;
                }
                LOG.error("What was kept of {} while the database was away cannot be written", key, Reason.traceOf(e));
                written = false;
            }
            done(waiting, written);
            entry = next(key, waiting);
        }
        return true;
    }

    private synchronized Waiting of(String key) {
        return byKey.get(key);
    }

    /** Null when the key has caught up; it is forgotten then, in the same step, so that no entry comes between. */
    private Runnable next(String key, Waiting waiting) {
        synchronized (this) {
            Runnable entry = waiting.entries.peek();
            if (entry != null) {
                return entry;
            }
            byKey.remove(key);
        }
        try {
            told.accept(new CaughtUp(key, waiting.written, waiting.lost, waiting.since));
        } catch (RuntimeException e) {
            LOG.warn("{} has caught up, which could not be told: {}", key, Reason.of(e));
        }
        return null;
    }

    private synchronized void done(Waiting waiting, boolean written) {
        waiting.entries.remove();
        size--;
        if (written) {
            waiting.written++;
        } else {
            waiting.lost++;
        }
    }

    /** Tries once more. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        catchUp();
        if (size() > 0) {
            LOG.error("{} entries of calls are lost: the bridge stops while the database is away", size());
        }
    }
}
