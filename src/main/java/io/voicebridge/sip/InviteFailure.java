package io.voicebridge.sip;

import io.voicebridge.sip.message.SipResponse;
import java.util.List;

/**
 * Why an INVITE of ours came to nothing.
 *
 * @param status of the final response; 408 if none came, 503 if it could not be sent, 487 if it was cancelled
 * @param headers of the response; empty if none came
 */
public record InviteFailure(int status, String phrase, List<SipHeader> headers) {

    public InviteFailure {
        headers = List.copyOf(headers);
    }

    /** Without a response. */
    public InviteFailure(int status, String phrase) {
        this(status, phrase, List.of());
    }

    public static InviteFailure of(SipResponse response) {
        return new InviteFailure(response.status(), response.reasonPhrase(), response.headers());
    }

    /** Why, as the peer put it in Reason headers (RFC 3326, RFC 6432). */
    public List<Reason> reasons() {
        return Reason.of(headers);
    }
}
