package io.voicebridge.agent;

/**
 * Something said by one side.
 *
 * @param id unique in the conversation
 * @param text what was said or, for an interrupted agent line, all that was going to be said
 * @param startMs since the session was opened
 * @param interruptedAtMs how much of an agent's line was heard before it was cut, or -1 if it was heard whole
 * @param confidence 0 to 1; 1 for the agent
 * @param source the recogniser's name, {@code dtmf}, or {@code agent}
 */
public record TranscriptItem(
        String id,
        Role role,
        String text,
        long startMs,
        long endMs,
        long interruptedAtMs,
        double confidence,
        String source) {

    public enum Role {
        AGENT,
        CALLER
    }

    /** The same, of a session that was opened so much later than the one from which the time counts. */
    public TranscriptItem later(long ms) {
        return ms == 0
                ? this
                : new TranscriptItem(id, role, text, startMs + ms, endMs + ms, interruptedAtMs, confidence, source);
    }
}
