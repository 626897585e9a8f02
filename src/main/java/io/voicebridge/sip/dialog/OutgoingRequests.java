package io.voicebridge.sip.dialog;

import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.SessionBody;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transaction.ClientListener;
import io.voicebridge.sip.transport.Hop;
import io.voicebridge.sip.transport.Wire;
import java.util.List;
import java.util.Optional;

/** Numbers what we ask for inside a dialog, and sends it (RFC 3261 section 12.2.1). Used on one loop only. */
final class OutgoingRequests {

    private final LoopContext context;
    private final DialogPath path;
    private final Authorizer authorizer;
    private long cseq;

    /** @param cseq the last number that we used */
    OutgoingRequests(LoopContext context, DialogPath path, Authorizer authorizer, long cseq) {
        this.context = context;
        this.path = path;
        this.authorizer = authorizer;
        this.cseq = cseq;
    }

    void send(Draft draft, Outcome outcome) {
        path.locate(context.wire(), () -> sendOn(draft, outcome));
    }

    /** Sends it the way that the request before it went. */
    void sendOn(Draft draft, Outcome outcome) {
        Optional<SipHeader> credentials =
                authorizer.ahead(draft.method(), path.requestUri(), draft.body(), path.next());
        transmit(new Sending(draft, credentials, ++cseq, 0), outcome);
    }

    /**
     * A request that has its number.
     *
     * @param challenges to it that were answered
     */
    private record Sending(Draft draft, Optional<SipHeader> credentials, long number, int challenges) {}

    private void transmit(Sending sending, Outcome outcome) {
        Hop next = path.next();
        Draft draft = sending.draft();
        MessageBuilder request = path.request(draft.method(), sending.number(), context.wire());
        if (draft.method().equals("INVITE")
                || draft.method().equals("UPDATE")
                || draft.method().equals("REFER")) {
            request.header("Contact", path.contact(next, context.wire()));
        }
        byte[] bytes = request.header("User-Agent", context.settings().name())
                .header("Supported", draft.method().equals("INVITE") ? OptionTags.TIMER : OptionTags.SUPPORTED)
                .headers(sending.credentials().map(List::of).orElse(List.of()))
                .headers(draft.headers())
                .body(draft.contentType(), draft.body())
                .build();
        WireRequest sent = LoopContext.own(bytes);
        Attempt attempt = new Attempt(sending, sent, next, outcome);
        Runnable forget = context.transactions().send(sent, bytes, next, attempt);
        outcome.sent(sent, forget);
    }

    byte[] ack(WireRequest invite, byte[] body) {
        return ack(path, invite, body, context.wire());
    }

    /**
     * The ACK of a 2xx: a transaction of its own, with the number of the INVITE and its credentials (RFC 3261 section
     * 13.2.2.4).
     */
    static byte[] ack(DialogPath path, WireRequest invite, byte[] body, Wire wire) {
        return path.request("ACK", invite.cseq().number(), wire)
                .copy(invite.raw(), "Authorization")
                .copy(invite.raw(), "Proxy-Authorization")
                .body(SessionBody.SDP, body)
                .build();
    }

    private final class Attempt implements ClientListener {

        private final Sending sending;
        private final WireRequest sent;
        private final Hop hop;
        private final Outcome outcome;

        Attempt(Sending sending, WireRequest sent, Hop hop, Outcome outcome) {
            this.sending = sending;
            this.sent = sent;
            this.hop = hop;
            this.outcome = outcome;
        }

        @Override
        public void responded(WireResponse response) {
            Optional<SipHeader> credentials = authorizer.answer(response, sent, hop, sending.challenges());
            if (credentials.isPresent()) {
                transmit(new Sending(sending.draft(), credentials, ++cseq, sending.challenges() + 1), outcome);
            } else if (response.status() != 503 || !isTakenByAnother()) {
                outcome.responded(response);
            }
        }

        @Override
        public void timedOut() {
            if (!isTakenByAnother()) {
                outcome.unanswered(408, "Request Timeout");
            }
        }

        @Override
        public void notSent(String reason) {
            if (!isTakenByAnother()) {
                outcome.unanswered(503, reason);
            }
        }

        /** The same request, but for the branch, to the next server that the name leads to (RFC 3263 section 4.3). */
        private boolean isTakenByAnother() {
            boolean another = path.isReplaced(hop);
            if (another) {
                transmit(sending, outcome);
            }
            return another;
        }
    }
}
