package io.voicebridge.call;

import io.voicebridge.sip.Reason;
import io.voicebridge.sip.SipHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a call is not taken, as the caller is told.
 *
 * @param status the final response, 300 to 699
 * @param reason one sentence for the people at the other end; it goes into a Reason header (RFC 3326), so it must not
 *     tell them anything that only our own people may know
 * @param headers added to the response
 */
public record Refusal(int status, String reason, List<SipHeader> headers) {

    public Refusal {
        headers = List.copyOf(headers);
    }

    public Refusal(int status, String reason) {
        this(status, reason, List.of());
    }

    /** The headers of the response: those given, and the reason. */
    public List<SipHeader> responseHeaders() {
        List<SipHeader> all = new ArrayList<>(headers);
        all.add(Reason.sip(status, reason).header());
        return all;
    }
}
