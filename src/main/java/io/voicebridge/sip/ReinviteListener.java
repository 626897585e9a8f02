package io.voicebridge.sip;

import io.voicebridge.sip.message.SipResponse;

/** Told what becomes of a re-INVITE of ours, once, on the loop that owns the dialog: must not block. */
public interface ReinviteListener {

    /**
     * The peer agreed; the ACK goes out when this returns.
     *
     * @return the body of the ACK: the answer, if the re-INVITE asked for an offer and the response holds one; else it is
     *     not looked at
     */
    byte[] answered(SipResponse response);

    /** The session stays as it was (RFC 3261 section 14.1). Also told when the dialog ends before there is an answer. */
    void failed(InviteFailure failure);
}
