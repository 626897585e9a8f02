package io.voicebridge.agent.embedded;

import io.voicebridge.agent.turn.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;

/** Time that passes when a test says so, on the test's own thread. */
public final class VirtualScheduler implements Scheduler {

    private record Due(long at, long order, Runnable task) {}

    private final PriorityQueue<Due> computing =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private final Deque<Runnable> soon = new ArrayDeque<>();
    private final List<Runnable> beats = new ArrayList<>();
    private long now = 1_000;
    private long order;

    /** How long recognition and synthesis take. */
    public long computeMs = 80;

    public boolean stuck;
    public boolean full;

    @Override
    public long millis() {
        return now;
    }

    @Override
    public void execute(Runnable task) {
        soon.add(task);
    }

    @Override
    public void compute(Runnable task) {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        computing.add(new Due(now + computeMs, order++, task));
    }

    @Override
    public void everyFrame(Runnable task) {
        beats.add(task);
    }

    public void settle() {
        while (!stuck && !soon.isEmpty()) {
            soon.remove().run();
        }
    }

    /** Lets 20 ms pass. */
    public void frame() {
        settle();
        now += 20;
        while (!computing.isEmpty() && computing.peek().at() <= now) {
            computing.remove().task().run();
            settle();
        }
        beats.forEach(Runnable::run);
        settle();
    }

    @Override
    public void close() {}
}
