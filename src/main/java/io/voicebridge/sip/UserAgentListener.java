package io.voicebridge.sip;

/** Takes what comes in from outside any dialog, on the loop that owns the Call-ID: must not block. */
@FunctionalInterface
public interface UserAgentListener {

    /** A new call. It must be answered or rejected, now or later. */
    void invited(IncomingInvite invite);

    /**
     * A new call that was refused before it became one: it was malformed, too large, not to be served, or one too many.
     * Nothing is owed for it. A repetition of an INVITE that was refused without state is told again; what a source sends
     * after it was told to slow down, and gets no answer, is not told.
     */
    default void refused(RefusedInvite invite) {}
}
