package io.voicebridge.agent;

/**
 * How a session comes by its call.
 *
 * @param before how many agents have served the call before this one
 * @param reason why the last of them could not go on; empty for the first
 */
public record Handover(int before, String reason) {

    /** The first agent of a call. */
    public static final Handover NONE = new Handover(0, "");

    /** True if the caller has been talking with another agent already. */
    public boolean isTakeover() {
        return before > 0;
    }

    /**
     * Makes a name that no other session of the call has used: of a line, an utterance or a tool call.
     *
     * @param own unique in the session
     */
    public String id(String own) {
        return isTakeover() ? (before + 1) + "." + own : own;
    }
}
