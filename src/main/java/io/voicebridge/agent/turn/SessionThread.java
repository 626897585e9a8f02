package io.voicebridge.agent.turn;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a session: whatever comes from elsewhere is put in its mailbox, and slow work is done beside it. An
 * error in one event ends the agent's part in the call and not the call. Its methods may be called from any thread.
 */
public final class SessionThread {

    private static final Logger LOG = LoggerFactory.getLogger(SessionThread.class);

    private final Scheduler scheduler;
    private final Runnable broken;
    private final Mailbox mailbox;
    private volatile boolean overflowed;
    private volatile boolean over;

    /**
     * @param beat run when the thread is woken, on it
     * @param broken run on the thread after an error in an event
     */
    public SessionThread(Scheduler scheduler, Runnable beat, Runnable broken) {
        this.scheduler = scheduler;
        this.broken = broken;
        this.mailbox = new Mailbox(scheduler, () -> guarded(beat));
    }

    public void wake() {
        mailbox.wake();
    }

    public void post(Runnable event) {
        if (!mailbox.post(() -> guarded(event))) {
            overflowed = true;
        }
    }

    /** Whether something that was posted is lost. */
    public boolean hasOverflowed() {
        return overflowed;
    }

    /** Nothing more is run. */
    public void end() {
        over = true;
    }

    /** Does slow work on another thread and brings what it made, or in one word why not, to this one. */
    public <T> void compute(Supplier<T> work, Consumer<T> done, Consumer<String> failed) {
        try {
            scheduler.compute(() -> {
                try {
                    T made = work.get();
                    post(() -> done.accept(made));
                } catch (RuntimeException e) {
                    LOG.warn("Speech work failed", e);
                    post(() -> failed.accept(e.getClass().getSimpleName()));
                }
            });
        } catch (RejectedExecutionException e) {
            post(() -> failed.accept("too much waits to be computed"));
        }
    }

    private void guarded(Runnable event) {
        if (over) {
            return;
        }
        try {
            event.run();
        } catch (RuntimeException e) {
            LOG.error("The session of an agent met an error of its own", e);
            broken.run();
        }
    }
}
