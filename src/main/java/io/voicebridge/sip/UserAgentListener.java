package io.voicebridge.sip;

/** Takes what comes in from outside any dialog, on the loop that owns the Call-ID: must not block. */
@FunctionalInterface
public interface UserAgentListener {

    /** A new call. It must be answered or rejected, now or later. */
    void invited(IncomingInvite invite);
}
