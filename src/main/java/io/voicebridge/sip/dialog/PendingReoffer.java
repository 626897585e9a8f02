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

/** An offer in a re-INVITE, an UPDATE or a PRACK, which waits for its answer. */
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
                byte[] ok = agreement().body(SessionBody.SDP, body).build();
                if (body.length > 0) {
                    requests.dialog().session().changesTo(body);
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

    private MessageBuilder agreement() {
        return request.is("PRACK")
                ? requests.reply(request, source, Refusal.of(200))
                : requests.agreement(request, source);
    }

    @Override
    public void reject(int status, String phrase, List<SipHeader> headers) {
        List<SipHeader> checked = HeaderRules.checked(headers);
        InviteResponses.checkRefusal(status, phrase);
        context.loop().execute(() -> {
            if (request.is("PRACK")) {
                rejectPrack(status, phrase, checked);
            } else if (settle()) {
                MessageBuilder reply = context.replies()
                        .begin(
                                request.raw(),
                                source,
                                status,
                                phrase,
                                requests.dialog().path().key().localTag())
                        .headers(checked);
                transaction.respond(status, reply.build());
            }
        });
    }

    /** It acknowledges in any case; without an agreement it is the call that is refused (RFC 6337 section 3.2.2). */
    private void rejectPrack(int status, String phrase, List<SipHeader> headers) {
        if (settle()) {
            transaction.respond(
                    200, requests.reply(request, source, Refusal.of(200)).build());
            requests.dialog().early().ifPresent(stage -> stage.refuse(status, phrase, headers));
        }
    }

    /** On the loop. */
    void refuse(Refusal refused) {
        Refusal refusal = request.is("PRACK") ? Refusal.of(200) : refused;
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
