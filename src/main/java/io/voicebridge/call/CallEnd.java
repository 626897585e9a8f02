package io.voicebridge.call;

import io.voicebridge.sip.Reason;
import io.voicebridge.sip.SipHeader;
import java.util.List;

/**
 * How a call ended.
 *
 * @param status the final response if the call was never answered, otherwise 200
 * @param headers of the BYE or CANCEL that came in, or of the final response that refused our call; else empty
 * @param detail one sentence for a person
 */
public record CallEnd(By by, int status, List<SipHeader> headers, String detail) {

    /** Why, as the peer put it in Reason headers (RFC 3326, RFC 6432). */
    public List<Reason> reasons() {
        return Reason.of(headers);
    }

    public enum By {
        /** The peer sent BYE or CANCEL. */
        PEER,
        /** We sent BYE or CANCEL. */
        US,
        /** It was refused, or never answered. */
        REFUSED,
        /** A transport, a timeout or the media failed. */
        FAULT
    }
}
