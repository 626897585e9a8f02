package io.voicebridge.agent.turn;

/** Time and threads for sessions; a test puts its own in place. */
public interface Scheduler extends AutoCloseable {

    /** A clock that only goes forward, in milliseconds. */
    long millis();

    /** Runs short work, soon. Never blocks. */
    void execute(Runnable task);

    /**
     * Runs work that takes its time: recognition, synthesis. Never blocks.
     *
     * @throws java.util.concurrent.RejectedExecutionException if there is far too much of it
     */
    void compute(Runnable task);

    /** Runs every 20 ms from now on; must be short. */
    void everyFrame(Runnable task);

    @Override
    void close();
}
