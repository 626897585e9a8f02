package io.voicebridge.sip;

import java.util.List;

/** A dialog made by an INVITE (RFC 3261 section 12). Methods may be called from any thread and do not block. */
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
}
