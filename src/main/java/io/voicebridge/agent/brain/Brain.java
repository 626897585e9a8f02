package io.voicebridge.agent.brain;

/** Thinks of what an agent says next. Thread-safe. */
public interface Brain {

    /** Begins to think. Returns at once; what comes of it is told on any thread, {@code told} one thing after another. */
    Thought think(BrainTurn turn, Listener told);

    /** A thought that is under way. */
    @FunctionalInterface
    interface Thought {

        /** Nobody waits for it any more. */
        void drop();
    }

    /** Hears a thought. After {@link #done} or {@link #failed} nothing follows. */
    interface Listener {

        /** Words to be said next, a clause or more of them. */
        void says(String text);

        /** A tool to be called, when what came before it has been said. @param arguments a JSON object */
        void calls(String tool, String arguments);

        void done();

        void failed(BrainFault fault);
    }
}
