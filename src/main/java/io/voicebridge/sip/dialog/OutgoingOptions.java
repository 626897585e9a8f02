package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Destination;
import io.voicebridge.sip.PeerAnswer;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transaction.ClientListener;
import io.voicebridge.sip.transport.Hop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a peer whether it is there, outside of any dialog (RFC 3261 section 11.1): each server that its name leads to, until
 * one answers. Used on one loop only, but for the future.
 */
final class OutgoingOptions {

    private final LoopContext context;
    private final String uri;
    private final String callId;
    private final String tag = Tokens.tag();
    private final List<String> asked = new ArrayList<>();
    private final CompletableFuture<PeerAnswer> answer = new CompletableFuture<>();
    private long cseq;

    /** @throws IllegalArgumentException if the URI is none that a request can go to */
    OutgoingOptions(LoopContext context, String uri, String callId) {
        this.context = context;
        this.uri = uri;
        this.callId = callId;
        try {
            LoopContext.own(request("SIP/2.0/UDP invalid;branch=" + Tokens.branch(), "<sip:invalid>"));
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("'" + uri + "' is no SIP URI", e);
        }
    }

    CompletableFuture<PeerAnswer> start() {
        context.loop().execute(() -> context.wire().locate(Destination.of(uri), this::tryFirst, this::notFound));
        return answer;
    }

    private void notFound(String reason) {
        end(503, reason, false);
    }

    private void tryFirst(List<Hop> servers) {
        Hop hop = servers.get(0);
        asked.add(hop.transport() + " " + hop.remote().getAddress().getHostAddress() + ":"
                + hop.remote().getPort());
        cseq++;
        byte[] bytes = request(DialogPath.via(hop, context.wire()), OwnContact.calling(uri, hop, context.wire()));
        WireRequest request = LoopContext.own(bytes);
        context.transactions().send(request, bytes, hop, new Attempt(servers.subList(1, servers.size())));
    }

    private byte[] request(String via, String contact) {
        return MessageBuilder.request("OPTIONS", uri)
                .header("Via", via)
                .header("Max-Forwards", "70")
                .header("From", "<sip:ping@invalid>;tag=" + tag)
                .header("To", '<' + uri + '>')
                .header("Call-ID", callId)
                .header("CSeq", cseq + " OPTIONS")
                .header("Contact", contact)
                .header("Accept", "application/sdp")
                .header("User-Agent", context.settings().name())
                .build();
    }

    private void end(int status, String reason, boolean answered) {
        answer.complete(new PeerAnswer(status, reason, answered, asked));
    }

    private final class Attempt implements ClientListener {

        private final List<Hop> others;

        Attempt(List<Hop> others) {
            this.others = others;
        }

        @Override
        public void responded(WireResponse response) {
            if (response.status() == 503 && !others.isEmpty()) {
                tryFirst(others);
            } else if (!response.isProvisional()) {
                end(response.status(), response.reasonPhrase(), true);
            }
        }

        @Override
        public void timedOut() {
            another(408, "no answer in time");
        }

        @Override
        public void notSent(String reason) {
            another(503, reason);
        }

        private void another(int status, String reason) {
            if (others.isEmpty()) {
                end(status, reason, false);
            } else {
                tryFirst(others);
            }
        }
    }
}
