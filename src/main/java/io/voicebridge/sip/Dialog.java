package io.voicebridge.sip;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * A dialog made by an INVITE (RFC 3261 section 12). Methods may be called from any thread and do not block; who is told
 * is told on the loop that owns the dialog, and must not block either. Requests of ours are numbered in the order in
 * which they are sent.
 */
public interface Dialog {

    String callId();

    String localTag();

    String remoteTag();

    /**
     * Ends the call. A dialog that still waits for the ACK of its 2xx sends the BYE when that came or timed out
     * (RFC 3261 section 15). The listener is told {@link DialogEnd.Cause#LOCAL_BYE} when the BYE was answered or timed
     * out. Without effect on a dialog that has ended.
     *
     * @param headers added to the BYE; a name or value that RFC 3261 does not allow, or one that belongs to the dialog
     *     itself (Via, From, CSeq, ...), is refused with {@link IllegalArgumentException}
     */
    void bye(List<SipHeader> headers);

    /**
     * Offers another session (RFC 3261 section 14): hold, resume, another address or codec. It waits while another
     * re-INVITE is under way in either direction, and is sent again after 491 (glare) and after 500 or 503 that name a
     * Retry-After of at most ten seconds. A 408 or 481, or no answer at all, ends the dialog with
     * {@link DialogEnd.Cause#PEER_LOST}.
     *
     * @param sdp the offer; empty to ask the peer for one
     */
    void reinvite(byte[] sdp, ReinviteListener listener);

    /**
     * The same by UPDATE where the peer allows that (RFC 3311), else by re-INVITE: for what a peer can agree to at once, such
     * as hold. An early dialog knows UPDATE only: it goes when the first offer has its answer, or waits for the 2xx if the
     * peer allows no UPDATE.
     *
     * @param sdp the offer
     */
    void update(byte[] sdp, ReinviteListener listener);

    /**
     * Asks the peer to call somebody else (RFC 3515). One at a time: another fails with 491. Like a BYE, it waits for the
     * ACK of our 2xx.
     *
     * @throws IllegalArgumentException if a header is not allowed
     */
    void refer(Refer refer, ReferListener listener);

    /**
     * Sends INFO (RFC 6086).
     *
     * @param answered gets the final status: 408 if none came, 481 if the dialog has ended
     * @throws IllegalArgumentException if the content type is not allowed in a header
     */
    void info(String contentType, byte[] body, IntConsumer answered);
}
