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

    /** Sends 180 Ringing. */
    void ringing();

    /**
     * Answers 200 OK and repeats it until the ACK comes (RFC 3261 section 13.3.1.4).
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
