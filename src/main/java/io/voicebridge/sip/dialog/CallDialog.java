package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogEnd.Cause;
import io.voicebridge.sip.DialogListener;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.HeaderRules;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transaction.ClientListener;
import io.voicebridge.sip.transaction.InviteServerTransaction;
import io.voicebridge.sip.transport.Hop;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

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
    private State state = State.NEW;
    private DialogListener listener;
    private long localCseq;
    private Optional<Unacknowledged> unacknowledged = Optional.empty();
    private Optional<List<SipHeader>> byeWanted = Optional.empty();
    private boolean confirmationTold;

    /** @param localCseq the last CSeq number that we used, @param remoteCseq the last one that the peer used */
    CallDialog(LoopContext context, DialogPath path, long localCseq, long remoteCseq) {
        this.context = context;
        this.path = path;
        this.localCseq = localCseq;
        this.requests = new DialogRequests(context, this, path, remoteCseq);
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

    /** Begins as the called side: the 200 goes out until it is acknowledged. */
    void begin(DialogListener told, InviteServerTransaction transaction, long cseq, byte[] ok, boolean offered) {
        listener = told;
        state = State.UNACKNOWLEDGED;
        context.dialogs().put(path.key(), this);
        repeatUntilAcknowledged(transaction, cseq, ok, offered);
        listener.answered();
    }

    /** Begins as the calling side: our ACK has been sent. */
    void begin(DialogListener told, WireRequest ack) {
        listener = told;
        state = State.CONFIRMED;
        context.dialogs().put(path.key(), this);
        tellConfirmed(ack);
        byeWanted.ifPresent(this::sendBye);
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

    /** True while the peer owes us the answer to an offer in our 200. */
    boolean awaitsAnswer() {
        return unacknowledged.filter(Unacknowledged::hasOffer).isPresent();
    }

    void repeatUntilAcknowledged(InviteServerTransaction transaction, long cseq, byte[] ok, boolean offered) {
        unacknowledged.ifPresent(Unacknowledged::stop);
        Unacknowledged started = new Unacknowledged(context.transactions().context(), transaction, cseq, ok, offered);
        unacknowledged = Optional.of(started);
        started.start(this::notAcknowledged);
    }

    private void acknowledged(WireRequest ack) {
        if (unacknowledged.filter(u -> u.cseq() == ack.cseq().number()).isEmpty()) {
            return;
        }
        unacknowledged.get().stop();
        unacknowledged = Optional.empty();
        if (state == State.UNACKNOWLEDGED) {
            state = State.CONFIRMED;
        }
        tellConfirmed(ack);
        if (state == State.CONFIRMED) {
            byeWanted.ifPresent(this::sendBye);
        }
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
        byte[] bye = buildBye(List.of(new SipHeader("Reason", "SIP ;cause=408 ;text=\"No ACK\"")));
        end(new DialogEnd(Cause.NOT_ACKNOWLEDGED, List.of(), "The caller never acknowledged the answer"));
        context.transactions().send(LoopContext.own(bye), bye, path.next(), new Unheard());
    }

    private void leave(List<SipHeader> headers) {
        if (isOver() || byeWanted.isPresent()) {
            return;
        }
        if (state == State.CONFIRMED && unacknowledged.isEmpty()) {
            sendBye(headers);
        } else {
            byeWanted = Optional.of(headers);
        }
    }

    private void sendBye(List<SipHeader> headers) {
        state = State.LEAVING;
        byte[] bye = buildBye(headers);
        context.transactions().send(LoopContext.own(bye), bye, path.next(), new ByeAnswered());
    }

    private byte[] buildBye(List<SipHeader> headers) {
        return path.request("BYE", ++localCseq, context.wire())
                .header("User-Agent", context.settings().name())
                .headers(headers)
                .build();
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
        unacknowledged.ifPresent(Unacknowledged::stop);
        unacknowledged = Optional.empty();
        context.dialogs().remove(path.key());
        context.intake().end();
        requests.dropPending();
        listener.ended(end);
    }

    /** Ends the dialog with whatever comes of our BYE: it is over in any case (RFC 3261 section 15.1.1). */
    private final class ByeAnswered implements ClientListener {

        @Override
        public void responded(WireResponse response) {
            if (!response.isProvisional()) {
                end(new DialogEnd(Cause.LOCAL_BYE, List.of(), "We hung up; the peer answered " + response.status()));
            }
        }

        @Override
        public void timedOut() {
            end(new DialogEnd(Cause.LOCAL_BYE, List.of(), "We hung up; the peer did not answer the BYE"));
        }

        @Override
        public void notSent(String reason) {
            end(new DialogEnd(Cause.TRANSPORT_FAILED, List.of(), "We hung up; the BYE could not be sent: " + reason));
        }
    }

    /** For a BYE whose dialog is already gone. */
    private static final class Unheard implements ClientListener {

        @Override
        public void responded(WireResponse response) {}

        @Override
        public void timedOut() {}

        @Override
        public void notSent(String reason) {}
    }
}
