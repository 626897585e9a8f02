package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogEnd.Cause;
import io.voicebridge.sip.DialogListener;
import io.voicebridge.sip.Reason;
import io.voicebridge.sip.Refer;
import io.voicebridge.sip.ReferListener;
import io.voicebridge.sip.ReinviteListener;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.HeaderRules;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transport.Hop;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntConsumer;

/**
 * The life of one dialog, from the 2xx to the BYE (RFC 3261 sections 12 to 15). All but {@link #bye} and the getters runs
 * on the loop that owns the Call-ID.
 *
 * <pre>
 * NEW --> UNACKNOWLEDGED --ACK--> CONFIRMED --bye()--> LEAVING --answer, or 32 s--> ENDED
 *               |                     |                                              ^
 *               +---------------------+------------- BYE of the peer ----------------+
 * </pre>
 */
final class CallDialog implements Dialog {

    /** Which end of the INVITE we were. */
    enum Side {
        CALLING,
        CALLED
    }

    private enum State {
        NEW,
        UNACKNOWLEDGED,
        CONFIRMED,
        LEAVING,
        ENDED
    }

    private final LoopContext context;
    private final DialogPath path;
    private final DialogRequests requests;
    private final OutgoingRequests outgoing;
    private final OutgoingReoffers reoffers;
    private final SessionRefresh refresh;
    private final Refers refers;
    private State state = State.NEW;
    private DialogListener listener;
    /** The description that we sent last and the peer agreed to. */
    private byte[] session = {};

    private Optional<Unacknowledged> unacknowledged = Optional.empty();
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
        this.requests = new DialogRequests(context, this, path, remoteCseq);
        this.outgoing = new OutgoingRequests(context, path, authorizer, localCseq);
        this.reoffers = new OutgoingReoffers(context, this, side == Side.CALLING);
        this.refresh = new SessionRefresh(context, this);
        this.refers = new Refers(context, this);
    }

    @Override
    public String callId() {
        return path.key().callId();
    }

    @Override
    public String localTag() {
        return path.key().localTag();
    }

    @Override
    public String remoteTag() {
        return path.key().remoteTag();
    }

    @Override
    public void bye(List<SipHeader> headers) {
        List<SipHeader> checked = HeaderRules.checked(headers);
        context.loop().execute(() -> leave(checked));
    }

    @Override
    public void reinvite(byte[] sdp, ReinviteListener told) {
        byte[] offer = sdp.clone();
        context.loop().execute(() -> reoffers.add(offer, told));
    }

    @Override
    public void refer(Refer wanted, ReferListener told) {
        context.loop().execute(() -> refers.add(wanted, told));
    }

    @Override
    public void info(String contentType, byte[] body, IntConsumer answered) {
        HeaderRules.checked(List.of(new SipHeader("X-Type", contentType)));
        Draft info = new Draft("INFO", List.of(), contentType, body.clone());
        context.loop().execute(() -> {
            if (isOver()) {
                answered.accept(481);
            } else {
                outgoing.send(info, new StatusOutcome(this, answered));
            }
        });
    }

    /** Begins as the called side: the 200 goes out until it is acknowledged. */
    void begin(DialogListener told, Unacknowledged ok, byte[] sdp) {
        listener = told;
        session = sdp;
        state = State.UNACKNOWLEDGED;
        context.dialogs().put(path.key(), this);
        path.hold();
        repeatUntilAcknowledged(ok);
        listener.answered();
    }

    /** Begins as the calling side: our ACK has been sent. */
    void begin(DialogListener told, WireRequest ack, byte[] sdp) {
        listener = told;
        session = sdp;
        state = State.CONFIRMED;
        context.dialogs().put(path.key(), this);
        path.hold();
        tellConfirmed(ack);
        byeWanted.ifPresent(this::sendBye);
        refers.proceed();
        reoffers.proceed();
    }

    /** The caller had gone before it began. */
    void neverBegan(DialogListener told, DialogEnd end) {
        state = State.ENDED;
        told.ended(end);
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

    /** Over, or about to be. */
    boolean isEnding() {
        return isOver() || byeWanted.isPresent();
    }

    /** Up, with no ACK of the peer outstanding: a request of ours cannot overtake it. */
    boolean isAcknowledged() {
        return state == State.CONFIRMED && unacknowledged.isEmpty();
    }

    DialogPath path() {
        return path;
    }

    OutgoingRequests outgoing() {
        return outgoing;
    }

    Optional<OutgoingRefer> refer() {
        return refers.latest();
    }

    /** True while an offer of one side has no answer: another one now is glare (RFC 3261 section 14.2, RFC 3311). */
    boolean isOffering() {
        return reoffers.isUnderWay()
                || unacknowledged.filter(Unacknowledged::hasOffer).isPresent();
    }

    /** True if nothing stands in the way of an INVITE of ours (RFC 3261 section 14.1). */
    boolean mayOffer() {
        return isAcknowledged() && !requests.hasPending();
    }

    /** An offer of the peer is dealt with: ours may go. */
    void offerSettled() {
        context.loop().execute(reoffers::proceed);
    }

    void sessionIs(byte[] sdp) {
        session = sdp;
    }

    SessionTimer timer() {
        return refresh.timer();
    }

    /**
     * An INVITE, re-INVITE or UPDATE of the peer is going to be agreed to.
     *
     * @return headers of the 2xx
     */
    List<SipHeader> agree(WireRequest request) {
        refresh.heard(request);
        return refresh.timer().agree(request);
    }

    /** The peer has agreed to an INVITE, re-INVITE or UPDATE of ours. */
    void agreed(WireResponse response) {
        refresh.heard(response);
        refresh.timer().agreed(response);
    }

    /** Sends a re-INVITE with the description that stands. */
    void repeatOffer(ReinviteListener told) {
        reoffers.add(session, told);
    }

    /** Nobody has refreshed the session in time. */
    void expired(int seconds) {
        String detail = "Nobody refreshed the session in the " + seconds + " s that were agreed on";
        endWithBye(new DialogEnd(Cause.SESSION_EXPIRED, List.of(), detail), Reason.sip(408, "Session timer expired"));
    }

    void repeatUntilAcknowledged(Unacknowledged ok) {
        unacknowledged.ifPresent(Unacknowledged::stop);
        unacknowledged = Optional.of(ok);
        ok.start(this::notAcknowledged);
    }

    private void acknowledged(WireRequest ack) {
        if (unacknowledged.filter(u -> u.cseq() == ack.cseq().number()).isEmpty()) {
            return;
        }
        Unacknowledged ok = unacknowledged.get();
        ok.stop();
        unacknowledged = Optional.empty();
        if (state == State.UNACKNOWLEDGED) {
            state = State.CONFIRMED;
        }
        tellConfirmed(ack);
        ok.acknowledged(ack);
        if (state == State.CONFIRMED) {
            byeWanted.ifPresent(this::sendBye);
        }
        refers.proceed();
        reoffers.proceed();
    }

    private void tellConfirmed(WireRequest ack) {
        if (!confirmationTold) {
            confirmationTold = true;
            listener.confirmed(ack);
        }
    }

    private void notAcknowledged() {
        unacknowledged = Optional.empty();
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
        refresh.timer().stop();
        outgoing.send(Draft.of("BYE", headers), new OutcomeOfBye(this::end));
    }

    /** The peer hung up; its request has been answered. */
    void leftByPeer(List<SipHeader> headers) {
        // When both hang up at once, ours was first for us, and is told when it is answered.
        if (state != State.LEAVING) {
            end(new DialogEnd(Cause.REMOTE_BYE, headers, "The caller or the network hung up"));
        }
    }

    private void end(DialogEnd end) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        refresh.timer().stop();
        unacknowledged.ifPresent(Unacknowledged::stop);
        unacknowledged = Optional.empty();
        context.dialogs().remove(path.key());
        path.release();
        context.intake().end();
        requests.dropPending();
        reoffers.drop();
        refers.drop();
        listener.ended(end);
    }
}
