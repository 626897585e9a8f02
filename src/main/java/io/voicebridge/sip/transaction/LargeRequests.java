package io.voicebridge.sip.transaction;

import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.MessageLimits;
import io.voicebridge.sip.message.MessageParser;
import io.voicebridge.sip.message.Parsed;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transport.Hop;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Requests that are too large for a datagram whose way nobody has measured: they go over TCP (RFC 3261 section 18.1.1), but
 * not to those who were found to take no connection, for a while. Only the top Via tells of it: the dialog stays with the
 * transport that its addresses name. Used on one loop only.
 */
final class LargeRequests {

    private static final int REMEMBERED_MILLIS = 10 * 60 * 1000;
    private static final int MOST_REMEMBERED = 1000;

    private static final String VIA = "\r\nVia: ";
    private static final MessageParser PARSER = new MessageParser(new MessageLimits(1 << 20, 1000, 1 << 20));

    /** @param request the same as {@code bytes} */
    record Moved(WireRequest request, byte[] bytes) {}

    private final TransactionContext context;
    private final int limit;
    private final Set<InetSocketAddress> withoutTcp = new HashSet<>();

    /** @param limit bytes of a request that still goes in a datagram; 0 for any number */
    LargeRequests(TransactionContext context, int limit) {
        this.context = context;
        this.limit = limit;
    }

    /** The hop over TCP that a request of this size takes; empty if it goes as it was meant to. */
    Optional<Hop> instead(Hop hop, int bytes) {
        boolean large = hop.transport() == Transport.UDP && limit > 0 && bytes > limit;
        return large && !withoutTcp.contains(hop.remote()) ? Optional.of(overTcp(hop)) : Optional.empty();
    }

    private static Hop overTcp(Hop hop) {
        return new Hop(Transport.TCP, hop.remote(), Optional.empty(), hop.host(), hop.listener());
    }

    /** No connection was to be had there. */
    void refused(InetSocketAddress remote) {
        if (withoutTcp.size() < MOST_REMEMBERED && withoutTcp.add(remote)) {
            context.timers().schedule(REMEMBERED_MILLIS, () -> withoutTcp.remove(remote));
        }
    }

    /** A request as it is written for another hop: with the same branch, and the transport and address of that hop in Via. */
    Moved moved(WireRequest request, byte[] bytes, Hop hop) {
        String via = "SIP/2.0/" + hop.transport() + ' ' + context.wire().advertised(hop)
                + request.via().params();
        // Our own requests have their Via, the one that there is, right behind the request line.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int from = text.indexOf(VIA);
        int to = text.indexOf("\r\n", from + VIA.length());
        byte[] written =
                (text.substring(0, from) + VIA + via + text.substring(to)).getBytes(StandardCharsets.ISO_8859_1);
        if (PARSER.parse(written) instanceof Parsed.Request parsed) {
            return new Moved(parsed.request(), written);
        }
        throw new IllegalStateException("A request was written anew that cannot be parsed");
    }
}
