package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Reoffer;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.HeaderRules;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.SessionBody;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transaction.InviteServerTransaction;
import io.voicebridge.sip.transaction.ServerTransaction;
import io.voicebridge.sip.transport.Hop;
import java.util.List;
import java.util.function.Consumer;

/** A re-INVITE or UPDATE that waits for its answer. */
final class PendingReoffer implements Reoffer {

    private final LoopContext context;
    private final DialogRequests requests;
    private final WireRequest request;
    private final Hop source;
    private final ServerTransaction transaction;
    private boolean settled;

    PendingReoffer(
            LoopContext context,
            DialogRequests requests,
            WireRequest request,
            Hop source,
            ServerTransaction transaction) {
        this.context = context;
        this.requests = requests;
        this.request = request;
        this.source = source;
        this.transaction = transaction;
    }

    @Override
    public SipRequest request() {
        return request;
    }

    @Override
    public void answer(byte[] sdp) {
        answer(sdp, ack -> {});
    }

    @Override
    public void offer(byte[] sdp, Consumer<byte[]> answered) {
        answer(sdp, answered);
    }

    private void answer(byte[] sdp, Consumer<byte[]> answered) {
        byte[] body = sdp.clone();
        context.loop().execute(() -> {
            if (settle()) {
                byte[] ok = requests.agreement(request, source)
                        .body(SessionBody.SDP, body)
                        .build();
                if (body.length > 0) {
                    requests.dialog().sessionIs(body);
                }
                if (transaction instanceof InviteServerTransaction invite) {
                    requests.dialog()
                            .repeatUntilAcknowledged(new Unacknowledged(
                                    context.transactions().context(),
                                    invite,
                                    request.cseq().number(),
                                    ok,
                                    !request.hasSdp(),
                                    ack -> answered.accept(ack.sdp())));
                } else {
                    transaction.respond(200, ok);
                }
            }
        });
    }

    @Override
    public void reject(int status, String phrase, List<SipHeader> headers) {
        List<SipHeader> checked = HeaderRules.checked(headers);
        IncomingCall.checkRefusal(status, phrase);
        context.loop().execute(() -> {
            if (settle()) {
                MessageBuilder reply = context.replies()
                        .begin(
                                request.raw(),
                                source,
                                status,
                                phrase,
                                requests.dialog().localTag())
                        .headers(checked);
                transaction.respond(status, reply.build());
            }
        });
    }

    /** On the loop. */
    void refuse(Refusal refusal) {
        if (settle()) {
            transaction.respond(
                    refusal.status(), requests.reply(request, source, refusal).build());
        }
    }

    void cancelled() {
        refuse(Refusal.of(487));
    }

    private boolean settle() {
        boolean first = !settled;
        settled = true;
        requests.settled(this);
        return first;
    }
}
