package io.voicebridge.sip.dialog;

import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.MessageBuilder;
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

    /** @return the number that the request got */
    long send(Draft draft, Outcome outcome) {
        Optional<SipHeader> credentials =
                authorizer.ahead(draft.method(), path.requestUri(), draft.body(), path.next());
        transmit(draft, credentials, 0, outcome);
        return cseq;
    }

    private void transmit(Draft draft, Optional<SipHeader> credentials, int challenges, Outcome outcome) {
        Hop next = path.next();
        MessageBuilder request = path.request(draft.method(), ++cseq, context.wire());
        if (draft.method().equals("INVITE")
                || draft.method().equals("UPDATE")
                || draft.method().equals("REFER")) {
            request.header("Contact", DialogPath.contact(next, context.wire()));
        }
        byte[] bytes = request.header("User-Agent", context.settings().name())
                .headers(credentials.map(List::of).orElse(List.of()))
                .headers(draft.headers())
                .body(draft.contentType(), draft.body())
                .build();
        WireRequest sent = LoopContext.own(bytes);
        Attempt attempt = new Attempt(draft, sent, next, challenges, outcome);
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
                .body(RequestChecks.ACCEPT, body)
                .build();
    }

    private final class Attempt implements ClientListener {

        private final Draft draft;
        private final WireRequest sent;
        private final Hop hop;
        private final int challenges;
        private final Outcome outcome;

        Attempt(Draft draft, WireRequest sent, Hop hop, int challenges, Outcome outcome) {
            this.draft = draft;
            this.sent = sent;
            this.hop = hop;
            this.challenges = challenges;
            this.outcome = outcome;
        }

        @Override
        public void responded(WireResponse response) {
            Optional<SipHeader> credentials = authorizer.answer(response, sent, hop, challenges);
            if (credentials.isPresent()) {
                transmit(draft, credentials, challenges + 1, outcome);
            } else {
                outcome.responded(response);
            }
        }

        @Override
        public void timedOut() {
            outcome.unanswered(408, "Request Timeout");
        }

        @Override
        public void notSent(String reason) {
            outcome.unanswered(503, reason);
        }
    }
}
