package io.voicebridge.agent.turn;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Two pools shared by all sessions, one for turn taking and one for speech, and a thread that beats the time. */
public final class PoolScheduler implements Scheduler {

    /** Beyond this, a recogniser is minutes behind and no answer would be of use. */
    private static final int COMPUTE_QUEUE = 1_000;

    private final ThreadPoolExecutor turns;
    private final ThreadPoolExecutor speech;
    private final ScheduledExecutorService beat;

    public PoolScheduler() {
        int cores = Runtime.getRuntime().availableProcessors();
        // A session waits in the first queue at most once, so that one is as long as there are calls.
        turns = pool("agent-turns", Math.max(2, cores / 2), new LinkedBlockingQueue<>());
        speech = pool("agent-speech", Math.max(2, cores), new ArrayBlockingQueue<>(COMPUTE_QUEUE));
        beat = Executors.newSingleThreadScheduledExecutor(threads("agent-beat"));
    }

    private static ThreadPoolExecutor pool(String name, int threads, BlockingQueue<Runnable> queue) {
        return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, queue, threads(name));
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public void execute(Runnable task) {
        try {
            turns.execute(task);
        } catch (RejectedExecutionException e) {
            if (!turns.isShutdown()) {
                throw e;
            }
        }
    }

    @Override
    public void compute(Runnable task) {
        speech.execute(task);
    }

    @Override
    public void everyFrame(Runnable task) {
        beat.scheduleAtFixedRate(task, 20, 20, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        beat.shutdownNow();
        speech.shutdownNow();
        turns.shutdown();
    }
}
