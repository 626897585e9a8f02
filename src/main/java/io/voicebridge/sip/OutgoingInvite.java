package io.voicebridge.sip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A call to place.
 *
 * @param requestUri whom to call, for example {@code sip:+13453453453@bridge.example.com:5060}
 * @param from address of the caller as a name-addr, for example {@code <sip:+13035550100@127.0.0.1>}
 * @param offer the session description
 * @param headers added to the INVITE, checked as in {@link Dialog#bye}
 * @param ringTimeout how long to wait for a final response before CANCEL is sent
 * @param terms credentials and the like
 */
public record OutgoingInvite(
        String requestUri,
        String from,
        Destination destination,
        Offer offer,
        List<SipHeader> headers,
        Duration ringTimeout,
        CallTerms terms) {

    /** A call without credentials. */
    public OutgoingInvite(
            String requestUri,
            String from,
            Destination destination,
            Offer offer,
            List<SipHeader> headers,
            Duration ringTimeout) {
        this(requestUri, from, destination, offer, headers, ringTimeout, CallTerms.NONE);
    }

    /** Writes the offer once it is known where the call goes: which of our addresses the peer reaches depends on it. */
    @FunctionalInterface
    public interface Offer {

        /** On the loop that owns the call: must not block. */
        byte[] towards(InetSocketAddress peer);
    }

    /** A call to an address outright, with an offer that is the same for every peer. */
    public OutgoingInvite(
            String requestUri,
            String from,
            Transport transport,
            InetSocketAddress destination,
            byte[] sdp,
            List<SipHeader> headers,
            Duration ringTimeout) {
        this(requestUri, from, Destination.of(transport, destination), peer -> sdp, headers, ringTimeout);
    }

    public OutgoingInvite under(CallTerms other) {
        return new OutgoingInvite(requestUri, from, destination, offer, headers, ringTimeout, other);
    }
}
