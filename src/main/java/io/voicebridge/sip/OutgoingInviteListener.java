package io.voicebridge.sip;

import io.voicebridge.sip.message.SipResponse;

/** Told what becomes of an INVITE that we sent, on the loop that owns it: an implementation must not block. */
public interface OutgoingInviteListener {

    /** A provisional response other than 100. */
    default void progressed(SipResponse response) {}

    /** A 2xx came; its ACK has been sent. Returns who is told about the dialog from now on. */
    DialogListener answered(Dialog dialog, SipResponse response);

    /** A final response other than 2xx, or none (408), or a CANCEL that took effect (487). Called at most once. */
    void failed(InviteFailure failure);

    /**
     * The INVITE could not be sent anywhere: the peer was not found, not reached, or is not who it should be. Told instead
     * of {@link #failed}.
     *
     * @param reason one sentence for a person
     */
    default void unreachable(String reason) {
        failed(new InviteFailure(503, reason));
    }
}
