package io.voicebridge.sip;

import io.voicebridge.sip.message.SipRequest;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * An INVITE outside a dialog that waits for its final response; 100 Trying has been sent.
 *
 * <p>Every method may be called from any thread and none of them blocks: the work hops to the loop that owns the
 * Call-ID. The first of {@link #answer} and {@link #reject} wins, a second final response is ignored.
 */
public interface IncomingInvite {

    /** The request, readable from any thread. */
    SipRequest request();

    /** The socket address that the request came from, never one that a header claims. */
    InetSocketAddress source();

    Transport transport();

    /** Name of the listener that took it. */
    String listener();

    /**
     * Sends 180 Ringing. Left out where it could not be sent as the caller requires: reliably, but without the offer that the
     * first reliable response has to hold (RFC 3261 section 13.2.1).
     */
    void ringing();

    /**
     * True if {@link #progress} can give our description before the answer. Not if the INVITE holds no offer and its caller
     * takes no reliable provisional responses: ours would be an offer, which must not get lost.
     */
    boolean mayProgress();

    /**
     * Sends 183 Session Progress with our description, so that audio may flow before the answer: reliably where the caller
     * requires it or our policy is to (RFC 3262). {@link #answer(List)} or {@link #reject} follows. Where {@link
     * #mayProgress} is false nothing is sent, and the description goes into the 200.
     *
     * @param sdp answers the offer of the INVITE, or is the offer if that has none; there is no other until the dialog stands
     * @param headers added to the response, checked as in {@link #answer(byte[], List, DialogListener)}
     * @param listener told what becomes of the early dialog, and of the dialog: also its end, if there is no answer
     */
    Dialog progress(byte[] sdp, List<SipHeader> headers, DialogListener listener);

    /** Answers 200 OK after {@link #progress}, with its description and its listener; without effect before it. */
    void answer(List<SipHeader> headers);

    /**
     * Answers 200 OK and repeats it until the ACK comes (RFC 3261 section 13.3.1.4). Without effect after {@link #progress}.
     *
     * @param sdp the body, of type application/sdp
     * @param headers added to the response; a name or value that RFC 3261 does not allow is refused with
     *     {@link IllegalArgumentException}
     * @param listener told what becomes of the dialog. If the caller has cancelled in the meantime, it is told
     *     {@link DialogEnd.Cause#CANCELLED} and nothing else.
     */
    Dialog answer(byte[] sdp, List<SipHeader> headers, DialogListener listener);

    /**
     * Refuses the call.
     *
     * @param status 300 to 699
     * @param phrase the reason phrase of the status line; empty for the standard one
     */
    void reject(int status, String phrase, List<SipHeader> headers);

    /** Runs once if the caller cancels, or gives up, before a final response; at once if that has happened. */
    void onCancel(Runnable action);
}
