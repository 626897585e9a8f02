package io.voicebridge.agent;

/**
 * One agent on one call. Calls into a session never block and may come from any thread; the session serialises them
 * in one bounded mailbox.
 */
public interface AgentSession {

    /**
     * 20 ms of the caller, 8 kHz linear PCM, 160 samples; called on the media thread for every frame of the call. The
     * array is only valid during the call.
     */
    void callerAudio(short[] frame);

    void callerDigit(char digit);

    /**
     * An item of {@link AgentListener#audio} was heard to its end, or was cut.
     *
     * @param playedMs how much of it the caller heard
     */
    void played(String itemId, long playedMs, boolean complete);

    /**
     * Says a line of the bridge's own, such as a disclosure or a goodbye, after what is being said now. The caller answers
     * as to any other line.
     *
     * @param interruptible false if the caller cannot cut it short
     */
    void say(String text, boolean interruptible);

    /**
     * The answer to {@link AgentListener#toolCall}.
     *
     * @param json an object; {@code "status"} is {@code "ok"} or an error code
     */
    void toolResult(String callId, String json);

    /**
     * The caller hears something else for a while, such as the ringing of a transfer: nothing that the session says is
     * heard, and nothing that the caller says reaches it, until {@link #resumed}. It should neither ask again nor give
     * up meanwhile.
     */
    default void paused() {}

    /**
     * The caller hears the session again.
     *
     * @param note why, a JSON object such as {@code {"transfer":"no-answer"}}; empty if nothing has happened that the
     *     caller should be told
     */
    default void resumed(String note) {}

    /**
     * The call is over, whoever ended it. Idempotent. Afterwards the listener is told only what saves data, the last
     * words of the transcript and tool calls, and then {@link AgentListener#closed}.
     */
    void close();
}
