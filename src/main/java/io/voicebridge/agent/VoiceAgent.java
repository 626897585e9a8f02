package io.voicebridge.agent;

/** A kind of agent that can talk with a caller, such as the embedded one. Thread-safe. */
public interface VoiceAgent {

    /** The value of an agent's {@code provider} that selects this one. */
    String name();

    AgentCapabilities capabilities();

    /**
     * Checks a profile before it is published, and renders the fixed prompts of it so that the first call does not wait
     * for them.
     *
     * @throws IllegalArgumentException with one sentence a person can act on, if no session could be opened with it
     */
    void prepare(AgentProfile profile);

    /**
     * Starts to serve one call. Returns at once; the greeting follows through the listener.
     *
     * @throws IllegalArgumentException as {@link #prepare}
     */
    AgentSession open(AgentCall call, AgentListener listener);
}
