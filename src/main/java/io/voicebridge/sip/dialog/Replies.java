package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.RawMessage;
import io.voicebridge.sip.message.Via;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transport.Hop;
import io.voicebridge.sip.transport.Wire;
import java.net.InetSocketAddress;

/** Builds responses, and sends those that need no transaction (RFC 3261 section 8.2.7). Used on one loop only. */
final class Replies {

    private static final int SIP_PORT = 5060;

    private final Wire wire;
    private final String serverName;

    Replies(Wire wire, String serverName) {
        this.wire = wire;
        this.serverName = serverName;
    }

    /** Starts a response with the headers that all have; {@code tag} goes into To if that has none. */
    MessageBuilder begin(RawMessage request, Hop source, int status, String phrase, String tag) {
        return MessageBuilder.reply(request, source.remote(), status, phrase, tag)
                .header("Server", serverName);
    }

    /** Answers without state: the same request gets the same answer when it comes again. */
    void send(WireRequest request, Hop source, Refusal refusal) {
        send(
                request,
                source,
                refusal,
                Tokens.statelessTag(request.callId() + ' ' + request.via().branch()));
    }

    void send(WireRequest request, Hop source, Refusal refusal, String tag) {
        byte[] bytes = begin(request.raw(), source, refusal.status(), "", tag)
                .headers(refusal.headers())
                .build();
        wire.send(bytes, way(request.via(), source), reason -> {});
    }

    /** Answers a request that could not be read to its end; to its source, where not even its first Via can be. */
    void sendFaulty(RawMessage request, Hop source, Refusal refusal) {
        String first = request.values("Via")
                .filter(v -> !v.isEmpty())
                .map(v -> v.get(0))
                .orElse(request.header("Via").orElse(""));
        Via via = Via.parse(first).orElse(null);
        String tag = Tokens.statelessTag(request.header("Call-ID").orElse("") + ' ' + first);
        byte[] bytes = begin(request, source, refusal.status(), "", tag)
                .headers(refusal.headers())
                .build();
        wire.send(bytes, via == null ? source : way(via, source), reason -> {});
    }

    /**
     * Where the responses to a request go (RFC 3261 section 18.2.2, RFC 3581 section 4): back over the connection that
     * it came on; else to the source address, at the port of the source if {@code rport} asked for it and at the port
     * of sent-by otherwise.
     */
    static Hop way(Via via, Hop source) {
        boolean symmetric = source.transport() == Transport.UDP && via.params().has("rport");
        int port = symmetric ? source.remote().getPort() : via.port() == 0 ? SIP_PORT : via.port();
        return source.orElse(new InetSocketAddress(source.remote().getAddress(), port));
    }
}
