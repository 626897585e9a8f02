package io.voicebridge.sip;

import java.util.List;

/**
 * How a dialog ended.
 *
 * @param headers of the BYE or CANCEL that came in, empty otherwise
 * @param detail one sentence for a person, never null
 */
public record DialogEnd(Cause cause, List<SipHeader> headers, String detail) {

    /** Why the peer ended it, as Reason headers say (RFC 3326). */
    public List<Reason> reasons() {
        return Reason.of(headers);
    }

    public enum Cause {
        /** The peer sent BYE. */
        REMOTE_BYE,
        /** We sent BYE and the peer answered it, or did not within 32 s. */
        LOCAL_BYE,
        /** The caller sent CANCEL before our 200 was on its way. */
        CANCELLED,
        /** We refused the call after early media. */
        REJECTED,
        /**
         * Our 200 was repeated for 32 s and no ACK came: a BYE was sent (RFC 3261 section 13.3.1.4). Or no PRACK came for a
         * provisional response that needs one: 504 was sent (RFC 3262 section 3).
         */
        NOT_ACKNOWLEDGED,
        /** The peer no longer knows the dialog, or does not answer in it; a BYE was sent (RFC 3261 section 12.2.1.2). */
        PEER_LOST,
        /** Nobody refreshed the session in the time agreed on; a BYE was sent (RFC 4028 section 10). */
        SESSION_EXPIRED,
        /** A message could not be sent, or its connection was lost. */
        TRANSPORT_FAILED
    }
}
