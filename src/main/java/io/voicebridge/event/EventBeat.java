package io.voicebridge.event;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Wakes who drains the outbox when there is something for it. What another bridge on the same database writes is not
 * seen here, nor is the time at which something is due: who drains looks from time to time as well. Thread-safe.
 */
public final class EventBeat {

    private final Semaphore beats = new Semaphore(0);

    /** There is something to do now. */
    public void now() {
        if (beats.availablePermits() == 0) {
            beats.release();
        }
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

    /** Returns when there is something to do, or after {@code most}. */
    public void await(Duration most) throws InterruptedException {
        if (beats.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            beats.drainPermits();
        }
    }
}
