package io.voicebridge.sip.transaction;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of one loop: a hashed wheel of 10 ms ticks, with constant cost to set and cancel one. It reads a clock that
 * is passed in and does nothing until {@link #advance} is called. Used on one loop only.
 */
public final class TimerWheel {

    /** Millis from one tick to the next: the resolution of every timer. */
    public static final int TICK_MILLIS = 10;

    private static final int SLOTS = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(TimerWheel.class);

    private final LongSupplier millis;
    private final Runnable onFirst;
    private final Timer[] slots = new Timer[SLOTS];
    private long lastTick;
    private int pending;

    /**
     * @param millis a clock that never goes back
     * @param onFirst runs when a timer is set while none was: from then on {@link #advance} must be called each tick,
     *     until {@link #pending} is 0
     */
    public TimerWheel(LongSupplier millis, Runnable onFirst) {
        this.millis = millis;
        this.onFirst = onFirst;
        this.lastTick = nowTick();
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Timer(0, () -> {});
            slots[i].next = slots[i];
            slots[i].previous = slots[i];
        }
    }

    /** One timer that was set. */
    public final class Timer {

        private final long tick;
        private final Runnable action;
        private Timer next;
        private Timer previous;

        private Timer(long tick, Runnable action) {
            this.tick = tick;
            this.action = action;
        }

        /** The action will not run. Without effect when it has run. */
        public void cancel() {
            if (next != null) {
                unlink(this);
            }
        }
    }

    /** @param delayMillis 0 or more; the action runs at the first tick that is not before it has passed */
    public Timer schedule(long delayMillis, Runnable action) {
        if (pending == 0) {
            lastTick = Math.max(lastTick, nowTick());
        }
        long due = millis.getAsLong() + delayMillis;
        Timer timer = new Timer(Math.max(lastTick + 1, (due + TICK_MILLIS - 1) / TICK_MILLIS), action);
        Timer head = slots[(int) (timer.tick % SLOTS)];
        timer.next = head;
        timer.previous = head.previous;
        head.previous.next = timer;
        head.previous = timer;
        if (pending++ == 0) {
            onFirst.run();
        }
        return timer;
    }

    /** Runs what has become due, in order of its tick. */
    public void advance() {
        long now = nowTick();
        while (lastTick < now && pending > 0) {
            lastTick++;
            runSlot(lastTick);
        }
        lastTick = Math.max(lastTick, now);
    }

    private void runSlot(long tick) {
        Timer head = slots[(int) (tick % SLOTS)];
        Timer timer = head.next;
        while (timer != head) {
            if (timer.tick <= tick) {
                unlink(timer);
                run(timer.action);
                // The action may have changed the list: what is still due is found from the front.
                timer = head.next;
            } else {
                timer = timer.next;
            }
        }
    }

    /** One timer that fails must not stop the others of its loop. */
    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("A SIP timer failed", e);
        }
    }

    /** Timers that are set. */
    public int pending() {
        return pending;
    }

    private void unlink(Timer timer) {
        timer.previous.next = timer.next;
        timer.next.previous = timer.previous;
        timer.next = null;
        timer.previous = null;
        pending--;
    }

    private long nowTick() {
        return millis.getAsLong() / TICK_MILLIS;
    }
}
