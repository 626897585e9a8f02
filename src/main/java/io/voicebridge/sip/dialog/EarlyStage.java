package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Reason;
import io.voicebridge.sip.SipHeader;
import java.util.List;

/**
 * The INVITE that an early dialog comes of, as long as it has no 2xx. What offer and answer have come to is that of reliable
 * messages only (RFC 3261 section 13.2.1, RFC 3262 section 5). Used on one loop only.
 */
interface EarlyStage {

    /** True while the peer waits for a description of ours: the answer to its INVITE, or the offer that it asked for. */
    boolean owesDescription();

    /** True while an offer of ours has no answer. */
    boolean awaitsAnswer();

    /** The peer has sent BYE in the early dialog; it has been answered. */
    void leftByPeer(List<SipHeader> headers);

    /** Offer and answer have failed where only the call as a whole can be given up. */
    void refuse(int status, String phrase, List<SipHeader> headers);

    /** The peer answers no more in the early dialog, or does not know it. */
    void lost(Reason why);
}
