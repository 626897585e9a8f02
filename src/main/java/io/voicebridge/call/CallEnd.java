package io.voicebridge.call;

import io.voicebridge.sip.SipHeader;
import java.util.List;

/**
 * How a call ended.
 *
 * @param status the final response if the call was never answered, otherwise 200
 * @param headers of the BYE that came in, empty otherwise
 * @param detail one sentence for a person
 */
public record CallEnd(By by, int status, List<SipHeader> headers, String detail) {

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
