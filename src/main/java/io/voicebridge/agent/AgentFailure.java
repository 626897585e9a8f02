package io.voicebridge.agent;

/**
 * A session met a fault.
 *
 * @param code such as {@code socket_closed}
 * @param kind what can follow
 * @param detail what happened and what to do, for the timeline; never a key, and never what a caller said
 */
public record AgentFailure(String code, Kind kind, String detail) {

    /** What can follow. */
    public enum Kind {
        /** The session goes on; something of what it should have done is missing. */
        RETRIABLE,
        /** The session cannot go on: the call must end or be served by another agent. */
        FATAL,
        /** The session has lasted as long as it may. It cannot go on either, though nothing is broken. */
        EXPIRED
    }

    public static AgentFailure retriable(String code, String detail) {
        return new AgentFailure(code, Kind.RETRIABLE, detail);
    }

    public static AgentFailure fatal(String code, String detail) {
        return new AgentFailure(code, Kind.FATAL, detail);
    }

    public static AgentFailure expired(String code, String detail) {
        return new AgentFailure(code, Kind.EXPIRED, detail);
    }

    /** True if the session cannot go on. Has no namesake: routes ask for it by its name alone. */
    public boolean endsSession() {
        return kind != Kind.RETRIABLE;
    }
}
