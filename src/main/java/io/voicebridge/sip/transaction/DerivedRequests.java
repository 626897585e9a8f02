package io.voicebridge.sip.transaction;

import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import java.util.List;

/** Requests that are made out of an INVITE: the same Request-URI, first Via, From, Call-ID, CSeq number and Route. */
public final class DerivedRequests {

    private DerivedRequests() {}

    /** The ACK of a final response other than 2xx (RFC 3261 section 17.1.1.3). */
    static byte[] ackOfFailure(WireRequest invite, WireResponse response) {
        return derived(invite, "ACK", response.header("To").orElse("")).build();
    }

    /** The CANCEL of an INVITE that has no final response yet (RFC 3261 section 9.1). */
    public static byte[] cancelOf(WireRequest invite, List<SipHeader> headers) {
        return derived(invite, "CANCEL", invite.header("To").orElse(""))
                .headers(headers)
                .build();
    }

    private static MessageBuilder derived(WireRequest invite, String method, String to) {
        return MessageBuilder.request(method, invite.requestUri())
                .received("Via", invite.via().toString())
                .copy(invite.raw(), "Route")
                .header("Max-Forwards", "70")
                .copy(invite.raw(), "From")
                .received("To", to)
                .copy(invite.raw(), "Call-ID")
                .header("CSeq", invite.cseq().number() + " " + method);
    }
}
