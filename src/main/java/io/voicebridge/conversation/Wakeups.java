package io.voicebridge.conversation;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Wakes those who wait for something to change, in this process. Who waits first registers, then looks, then waits: so
 * no change is missed. Changes made by another bridge on the same database are seen here only if somebody brings word of them by
 * {@link #wake}; a waiter also looks again from time to time. Thread-safe.
 */
public final class Wakeups {

    static final int MAX_WAITERS = 10_000;

    private final ConcurrentHashMap<String, Set<Waiter>> waiters = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile Consumer<String> others = key -> {};

    /** Closed by its owner when the wait is over, however it ended. */
    public final class Waiter implements AutoCloseable {
        private final String key;
        private final CompletableFuture<Void> woken = new CompletableFuture<>();

        private Waiter(String key) {
            this.key = key;
        }

        /** Completes on the thread that made the change, so what follows belongs on an executor. */
        public CompletableFuture<Void> woken() {
            return woken;
        }

        @Override
        public void close() {
            waiters.computeIfPresent(key, (same, present) -> {
                if (present.remove(this)) {
                    count.decrementAndGet();
                }
                return present.isEmpty() ? null : present;
            });
        }
    }

    /** Beyond {@value #MAX_WAITERS} waiters one that is never woken: it looks again by time alone. */
    public Waiter register(String key) {
        Waiter waiter = new Waiter(key);
        if (count.get() >= MAX_WAITERS) {
            return waiter;
        }
        waiters.compute(key, (same, present) -> {
            Set<Waiter> all = present == null ? ConcurrentHashMap.newKeySet() : present;
            all.add(waiter);
            count.incrementAndGet();
            return all;
        });
        return waiter;
    }

    public void wake(String key) {
        Set<Waiter> present = waiters.get(key);
        if (present != null) {
            present.forEach(waiter -> waiter.woken.complete(null));
        }
    }

    /** @param others is told each change of this bridge once it is committed; must not block */
    public void tell(Consumer<String> others) {
        this.others = others;
    }

    private void changed(String key) {
        wake(key);
        others.accept(key);
    }

    /** Wakes when the transaction of the calling thread has been committed; at once if there is none. */
    void wakeAfterCommit(String key) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            changed(key);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                changed(key);
            }
        });
    }

    /** How many wait now. */
    public int waiting() {
        return count.get();
    }
}
