package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogEnd.Cause;
import io.voicebridge.sip.DialogListener;
import io.voicebridge.sip.Reason;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transport.Hop;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The life of one dialog, from the INVITE, or its first provisional response, to the BYE (RFC 3261 sections 12 to 15). Used
 * on the loop that owns the Call-ID only; its user has a {@link #handle}.
 *
 * <pre>
 * EARLY --2xx--> UNACKNOWLEDGED --ACK--> CONFIRMED --bye()--> LEAVING --answer, or 32 s--> ENDED
 *   |                  |                     |                                              ^
 *   |                  +---------------------+------------- BYE of the peer ----------------+
 *   +-- the INVITE comes to nothing --------------------------------------------------------+
 * </pre>
 */
final class CallDialog {

    /** Which end of the INVITE we were. */
    enum Side {
        CALLING,
        CALLED
    }

    private enum State {
        EARLY,
        UNACKNOWLEDGED,
        CONFIRMED,
        LEAVING,
        ENDED
    }

    private final LoopContext context;
    private final DialogPath path;
    private final Dialog handle;
    private final DialogRequests requests;
    private final OutgoingRequests outgoing;
    private final DialogOffers offers;
    private final SessionRefresh session;
    private final Refers refers;
    private State state = State.EARLY;
    private DialogListener listener = Unattended.INSTANCE;
    private Optional<EarlyStage> early = Optional.empty();
    private Optional<ProvisionalResponses> provisionals = Optional.empty();
    private final AwaitedAck awaitedAck = new AwaitedAck();
    private Optional<List<SipHeader>> byeWanted = Optional.empty();
    private boolean confirmationTold;

    /**
     * @param side whether we called or were called
     * @param authorizer answers challenges to our requests
     * @param localCseq the last CSeq number that we used
     * @param remoteCseq the last one that the peer used, -1 for none
     */
    CallDialog(
            LoopContext context, DialogPath path, Side side, Authorizer authorizer, long localCseq, long remoteCseq) {
        this.context = context;
        this.path = path;
        this.handle = new DialogHandle(context, path.key(), this);
        this.requests = new DialogRequests(context, this, path, remoteCseq);
        this.outgoing = new OutgoingRequests(context, path, authorizer, localCseq);
        this.offers = new DialogOffers(context, this, side == Side.CALLING);
        this.session = new SessionRefresh(context, this);
        this.refers = new Refers(context, this);
    }

    /** For whoever uses the dialog, on any thread. */
    Dialog handle() {
        return handle;
    }

    /**
     * Begins with an INVITE that has no final response yet.
     *
     * @param ours the provisional responses, if we are called
     */
    void beginEarly(EarlyStage stage, Optional<ProvisionalResponses> ours) {
        early = Optional.of(stage);
        provisionals = ours;
    }

    /** Says who is told from now on. */
    void attend(DialogListener told) {
        listener = told;
    }

    /** Goes on as the called side: the 200 goes out until it is acknowledged. */
    void begin(Unacknowledged ok, byte[] sdp) {
        state = State.UNACKNOWLEDGED;
        stand(sdp);
        repeatUntilAcknowledged(ok);
        listener.answered();
    }

    /** Goes on as the calling side: our ACK has been sent. */
    void begin(WireRequest ack, byte[] sdp) {
        state = State.CONFIRMED;
        stand(sdp);
        tellConfirmed(ack);
        byeWanted.ifPresent(this::sendBye);
        proceed();
    }

    private void stand(byte[] sdp) {
        early = Optional.empty();
        session.beginsWith(sdp);
        context.dialogs().put(path.key(), this);
        path.hold();
    }

    /** The INVITE has come to nothing. */
    void neverBegan(DialogEnd end) {
        state = State.ENDED;
        early = Optional.empty();
        drop();
        listener.ended(end);
    }

    /** Whether a request that names this dialog comes from the peer that it is with. */
    boolean isWith(Hop source, BiPredicate<InetAddress, InetAddress> oneParty) {
        return path.isPeer(source, oneParty);
    }

    void received(WireRequest request, Hop source) {
        path.heardFrom(source);
        if (request.is("ACK")) {
            acknowledged(request);
        } else {
            requests.received(request, source);
        }
    }

    DialogListener listener() {
        return listener;
    }

    boolean isOver() {
        return state == State.LEAVING || state == State.ENDED;
    }

    boolean isEarly() {
        return state == State.EARLY;
    }

    /** Over, or about to be. */
    boolean isEnding() {
        return isOver() || byeWanted.isPresent();
    }

    boolean hasPendingOffer() {
        return requests.hasPending();
    }

    /** True while the ACK of our 200 has to bring the answer to our offer. */
    boolean isAckToAnswer() {
        return awaitedAck.isToAnswer();
    }

    /** Up, with no ACK of the peer outstanding: a request of ours cannot overtake it. */
    boolean isAcknowledged() {
        return state == State.CONFIRMED && !awaitedAck.isMissing();
    }

    DialogPath path() {
        return path;
    }

    OutgoingRequests outgoing() {
        return outgoing;
    }

    Refers refers() {
        return refers;
    }

    /** The stage before the 2xx, if that has not come. */
    Optional<EarlyStage> early() {
        return early;
    }

    /** Those to the INVITE of the peer; empty if the INVITE was ours. */
    Optional<ProvisionalResponses> provisionals() {
        return provisionals;
    }

    DialogOffers offers() {
        return offers;
    }

    SessionRefresh session() {
        return session;
    }

    /** Nobody has refreshed the session in time. */
    void expired(int seconds) {
        String detail = "Nobody refreshed the session in the " + seconds + " s that were agreed on";
        endWithBye(new DialogEnd(Cause.SESSION_EXPIRED, List.of(), detail), Reason.sip(408, "Session timer expired"));
    }

    void repeatUntilAcknowledged(Unacknowledged ok) {
        awaitedAck.await(ok, this::notAcknowledged);
    }

    private void acknowledged(WireRequest ack) {
        Optional<Unacknowledged> ok = awaitedAck.take(ack);
        if (ok.isEmpty()) {
            return;
        }
        if (state == State.UNACKNOWLEDGED) {
            state = State.CONFIRMED;
        }
        tellConfirmed(ack);
        ok.get().acknowledged(ack);
        if (state == State.CONFIRMED) {
            byeWanted.ifPresent(this::sendBye);
        }
        proceed();
    }

    private void proceed() {
        refers.proceed();
        offers.proceed();
    }

    private void tellConfirmed(WireRequest ack) {
        if (!confirmationTold) {
            confirmationTold = true;
            listener.confirmed(ack);
        }
    }

    private void notAcknowledged() {
        if (isOver()) {
            return;
        }
        if (byeWanted.isPresent()) {
            sendBye(byeWanted.get());
            return;
        }
        endWithBye(
                new DialogEnd(Cause.NOT_ACKNOWLEDGED, List.of(), "The caller never acknowledged the answer"),
                Reason.sip(408, "No ACK"));
    }

    /** The peer answers no more, or knows the dialog no more. */
    void lost(Reason why) {
        if (early.isPresent()) {
            early.get().lost(why);
            return;
        }
        endWithBye(new DialogEnd(Cause.PEER_LOST, List.of(), why.text()), why);
    }

    private void endWithBye(DialogEnd end, Reason why) {
        if (!isOver()) {
            outgoing.send(Draft.of("BYE", List.of(why.header())), Outcome.ignored());
            end(end);
        }
    }

    void leave(List<SipHeader> headers) {
        if (isEnding()) {
            return;
        }
        if (isAcknowledged()) {
            sendBye(headers);
        } else {
            byeWanted = Optional.of(headers);
        }
    }

    private void sendBye(List<SipHeader> headers) {
        state = State.LEAVING;
        session.timer().stop();
        outgoing.send(Draft.of("BYE", headers), new OutcomeOfBye(this::end));
    }

    /** The peer hung up; its request has been answered. */
    void leftByPeer(List<SipHeader> headers) {
        // When both hang up at once, ours was first for us, and is told when it is answered.
        if (early.isPresent()) {
            early.get().leftByPeer(headers);
        } else if (state != State.LEAVING) {
            end(new DialogEnd(Cause.REMOTE_BYE, headers, "The caller or the network hung up"));
        }
    }

    private void end(DialogEnd end) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        awaitedAck.stop();
        context.dialogs().remove(path.key());
        path.release();
        context.intake().end();
        drop();
        listener.ended(end);
    }

    private void drop() {
        session.timer().stop();
        requests.dropPending();
        offers.drop();
        refers.drop();
    }
}
