package io.voicebridge.event;

import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells who drains the outbox that there is something for it. What another bridge on the same database writes is not seen
 * here, nor is the time at which something is due: who drains looks from time to time as well. Thread-safe.
 */
public final class EventBeat {

    private final AtomicBoolean due = new AtomicBoolean();

    /** There is something to do now. */
    public void now() {
        due.set(true);
    }

    /** There is when the transaction of the calling thread has been committed; at once if there is none. */
    void afterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            now();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                now();
            }
        });
    }

    /** Whether there was something to do since this was asked last. */
    public boolean taken() {
        return due.getAndSet(false);
    }
}
