package io.voicebridge.sip.dialog;

import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transaction.ClientListener;

/** Numbers what we ask for inside a dialog, and sends it (RFC 3261 section 12.2.1). Used on one loop only. */
final class OutgoingRequests {

    private final LoopContext context;
    private final DialogPath path;
    private long cseq;

    /** @param cseq the last number that we used */
    OutgoingRequests(LoopContext context, DialogPath path, long cseq) {
        this.context = context;
        this.path = path;
        this.cseq = cseq;
    }

    /** @return the number that the request got */
    long send(Draft draft, Outcome outcome) {
        transmit(draft, outcome);
        return cseq;
    }

    private void transmit(Draft draft, Outcome outcome) {
        MessageBuilder request = path.request(draft.method(), ++cseq, context.wire());
        if (draft.method().equals("INVITE")
                || draft.method().equals("UPDATE")
                || draft.method().equals("REFER")) {
            request.header("Contact", DialogPath.contact(path.next(), context.wire()));
        }
        byte[] bytes = request.header("User-Agent", context.settings().name())
                .headers(draft.headers())
                .body(draft.contentType(), draft.body())
                .build();
        WireRequest sent = LoopContext.own(bytes);
        Runnable forget = context.transactions().send(sent, bytes, path.next(), new Attempt(outcome));
        outcome.sent(sent, forget);
    }

    /** The ACK of a 2xx to a re-INVITE: a transaction of its own, with the number of the INVITE. */
    byte[] ack(WireRequest invite, byte[] body) {
        return path.request("ACK", invite.cseq().number(), context.wire())
                .copy(invite.raw(), "Authorization")
                .copy(invite.raw(), "Proxy-Authorization")
                .body(RequestChecks.ACCEPT, body)
                .build();
    }

    private record Attempt(Outcome outcome) implements ClientListener {

        @Override
        public void responded(WireResponse response) {
            outcome.responded(response);
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
