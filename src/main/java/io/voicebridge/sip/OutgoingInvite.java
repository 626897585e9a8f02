package io.voicebridge.sip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A call to place.
 *
 * @param requestUri whom to call, for example {@code sip:+13453453453@bridge.example.com:5060}
 * @param from address of the caller as a name-addr, for example {@code <sip:+13035550100@127.0.0.1>}
 * @param destination where to send it; names are resolved by the caller of this stack
 * @param sdp the offer
 * @param headers added to the INVITE, checked as in {@link Dialog#bye}
 * @param ringTimeout how long to wait for a final response before CANCEL is sent
 */
public record OutgoingInvite(
        String requestUri,
        String from,
        Transport transport,
        InetSocketAddress destination,
        byte[] sdp,
        List<SipHeader> headers,
        Duration ringTimeout) {}
