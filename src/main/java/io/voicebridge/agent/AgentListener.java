package io.voicebridge.agent;

/**
 * What a session has to tell the call. Called from the session's own thread, one call at a time; must not block.
 */
public interface AgentListener {

    /**
     * Speech to play after what is already waiting. 8 kHz linear PCM of any length; not changed afterwards by either
     * side.
     *
     * @param itemId the utterance it belongs to
     * @param last no more audio follows for this item
     */
    void audio(String itemId, short[] pcm, boolean last);

    /** Stop playing at once and drop what waits; the items concerned come back through {@link AgentSession#played}. */
    void stopAudio();

    void transcript(TranscriptItem item);

    void toolCall(ToolCall call);

    void metric(AgentMetric metric);

    void failed(AgentFailure failure);

    /** Another agent has taken the call over. */
    default void replaced(AgentReplaced replaced) {}

    /**
     * The session was closed and has told all that it had to tell: the last call. A call's end is told to others after
     * this, or two seconds after {@link AgentSession#close} if it does not come.
     */
    default void closed() {}
}
