package io.voicebridge.agent.turn;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs what comes for one session one after another, on whichever thread of the pool is free. */
public final class Mailbox {

    /** A healthy session empties it every 20 ms. */
    public static final int CAPACITY = 256;

    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Scheduler scheduler;
    private final Runnable afterwards;

    /** @param afterwards runs after each batch, on the same thread */
    public Mailbox(Scheduler scheduler, Runnable afterwards) {
        this.scheduler = scheduler;
        this.afterwards = afterwards;
    }

    /** @return false if there is no room: the session does not keep up and the event is lost */
    public boolean post(Runnable event) {
        boolean taken = waiting.offer(event);
        wake();
        return taken;
    }

    /** Lets the session look around, now. */
    public void wake() {
        if (scheduled.compareAndSet(false, true)) {
            scheduler.execute(this::drain);
        }
    }

    private void drain() {
        try {
            for (Runnable event = waiting.poll(); event != null; event = waiting.poll()) {
                event.run();
            }
            afterwards.run();
        } finally {
            scheduled.set(false);
            if (!waiting.isEmpty()) {
                wake();
            }
        }
    }
}
