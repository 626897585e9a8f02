package io.voicebridge.sip;

import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.message.SipResponse;

/** Told what happens in a dialog, on the loop that owns it: an implementation must not block. */
public interface DialogListener {

    /** Our 183 with a description is on its way, or will be right after a PRACK: audio may flow before the answer. */
    default void progressed() {}

    /** The PRACK of our 183 arrived, which held our offer: its body is the peer's answer (RFC 3262 section 5). */
    default void answeredEarly(SipRequest prack) {}

    /** Our 200 to the first INVITE is on its way: for the peer the call begins now. Not called for a call of ours. */
    default void answered() {}

    /** The ACK of our 200 arrived, or ours to their 200 was sent. Called at most once. */
    default void confirmed(SipRequest ack) {}

    /** The peer sent a re-INVITE or UPDATE; it must be answered or rejected, now or later. */
    void reoffered(Reoffer reoffer);

    /**
     * The peer answered a re-INVITE with which we repeated our description, to refresh the session (RFC 4028): the body,
     * if there is one, is its answer.
     */
    default void refreshed(SipResponse response) {}

    /** The peer sent INFO; 200 has been sent. */
    default void info(SipRequest info) {}

    /** The peer asked us to call somebody else in its place (RFC 3515); it has been refused. */
    default void referred(SipRequest refer) {}

    /** The dialog is over. Called exactly once, as the last call. */
    void ended(DialogEnd end);
}
