package io.voicebridge.sip.dialog;

import io.voicebridge.sip.DialogListener;
import io.voicebridge.sip.OutgoingInvite;
import io.voicebridge.sip.OutgoingInviteListener;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.HeaderRules;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transaction.ClientListener;
import io.voicebridge.sip.transaction.DerivedRequests;
import io.voicebridge.sip.transaction.TimerWheel;
import io.voicebridge.sip.transport.Hop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An INVITE that we sent, until it has become a dialog or failed (RFC 3261 sections 9.1, 13.2). */
final class OutgoingCall implements ClientListener {

    private enum State {
        CALLING,
        PROCEEDING,
        ANSWERED,
        OVER
    }

    /** Branches of a forked INVITE that may answer; more are not acknowledged. */
    private static final int MOST_FORKS = 16;

    private final LoopContext context;
    private final OutgoingInviteListener listener;
    private final Hop hop;
    private final int ringMillis;
    private final byte[] bytes;
    private final WireRequest invite;
    /** The ACK of each 2xx by the tag of who sent it: a repeated 2xx gets the same one again. */
    private final Map<String, byte[]> acks = new HashMap<>();

    private State state = State.CALLING;
    private Runnable forgetInvite = () -> {};
    private boolean cancelWanted;
    private boolean cancelSent;
    private Optional<TimerWheel.Timer> patience = Optional.empty();

    /** @throws IllegalArgumentException if an address or a header is not allowed */
    OutgoingCall(LoopContext context, OutgoingInvite wanted, String callId, OutgoingInviteListener listener) {
        this.context = context;
        this.listener = listener;
        this.hop = Hop.to(wanted.transport(), wanted.destination());
        this.ringMillis = (int) Math.min(Integer.MAX_VALUE, wanted.ringTimeout().toMillis());
        List<SipHeader> headers = HeaderRules.checked(wanted.headers());
        this.bytes = MessageBuilder.request("INVITE", wanted.requestUri())
                .header("Via", DialogPath.via(hop.transport(), hop.remote(), context.wire()))
                .header("Max-Forwards", "70")
                .header("From", wanted.from() + ";tag=" + Tokens.tag())
                .header("To", '<' + wanted.requestUri() + '>')
                .header("Call-ID", callId)
                .header("CSeq", "1 INVITE")
                .header("Contact", DialogPath.contact(hop.transport(), hop.remote(), context.wire()))
                .header("Allow", RequestChecks.ALLOW)
                .header("User-Agent", context.settings().name())
                .headers(headers)
                .body(RequestChecks.ACCEPT, wanted.sdp())
                .build();
        this.invite = parsed(bytes);
    }

    private static WireRequest parsed(byte[] bytes) {
        try {
            return LoopContext.own(bytes);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("The Request-URI or the From address is malformed", e);
        }
    }

    void start() {
        context.intake().begin();
        context.loop().execute(() -> {
            patience = Optional.of(context.timers().schedule(ringMillis, this::cancelNow));
            forgetInvite = context.transactions().send(invite, bytes, hop, this);
        });
    }

    /** From any thread. Without effect once there is a final response. */
    void cancel() {
        context.loop().execute(this::cancelNow);
    }

    /** CANCEL must wait for a provisional response (RFC 3261 section 9.1). */
    private void cancelNow() {
        cancelWanted = true;
        if (state == State.PROCEEDING && !cancelSent) {
            cancelSent = true;
            byte[] cancel = DerivedRequests.cancelOf(invite, List.of());
            context.transactions().send(LoopContext.own(cancel), cancel, hop, new CancelAnswered());
            // A peer that ignores the CANCEL must not hold the call for ever.
            stopPatience();
            int wait = context.transactions().context().timeouts().patience();
            patience = Optional.of(context.timers().schedule(wait, this::giveUp));
        }
    }

    private void giveUp() {
        forgetInvite.run();
        fail(487, "Request Terminated");
    }

    @Override
    public void responded(WireResponse response) {
        if (response.isProvisional()) {
            progressed(response);
        } else if (response.isSuccess()) {
            answered(response);
        } else {
            fail(response.status(), response.reasonPhrase());
        }
    }

    private void progressed(WireResponse response) {
        if (state == State.CALLING) {
            state = State.PROCEEDING;
        }
        if (cancelWanted) {
            cancelNow();
        } else if (response.status() > 100 && state == State.PROCEEDING) {
            listener.progressed(response);
        }
    }

    private void answered(WireResponse response) {
        String tag = response.to().tag();
        byte[] known = acks.get(tag);
        DialogPath path = DialogPath.ofClient(invite, response, hop);
        if (known != null) {
            context.wire().send(known, path.next(), () -> {});
            return;
        }
        if (acks.size() >= MOST_FORKS) {
            return;
        }
        byte[] ack = path.request("ACK", invite.cseq().number(), context.wire()).build();
        acks.put(tag, ack);
        context.wire().send(ack, path.next(), () -> {});
        if (state == State.ANSWERED || state == State.OVER || cancelWanted) {
            hangUp(path);
            fail(487, "Request Terminated");
            return;
        }
        state = State.ANSWERED;
        stopPatience();
        CallDialog dialog = new CallDialog(context, path, invite.cseq().number(), -1);
        DialogListener told = listener.answered(dialog, response);
        dialog.begin(told, LoopContext.own(ack));
    }

    /** A branch that nobody wants: another answered first, or our CANCEL came too late. */
    private void hangUp(DialogPath path) {
        byte[] bye =
                path.request("BYE", invite.cseq().number() + 1, context.wire()).build();
        context.transactions().send(LoopContext.own(bye), bye, path.next(), new CancelAnswered());
    }

    @Override
    public void timedOut() {
        fail(408, "Request Timeout");
    }

    @Override
    public void notSent() {
        fail(503, "Service Unavailable");
    }

    private void fail(int status, String phrase) {
        if (state == State.CALLING || state == State.PROCEEDING) {
            state = State.OVER;
            stopPatience();
            context.intake().end();
            listener.failed(status, phrase);
        }
    }

    private void stopPatience() {
        patience.ifPresent(TimerWheel.Timer::cancel);
        patience = Optional.empty();
    }

    /** What becomes of the INVITE comes with its own response; the answer to a CANCEL or late BYE tells nothing. */
    private static final class CancelAnswered implements ClientListener {

        @Override
        public void responded(WireResponse response) {}

        @Override
        public void timedOut() {}

        @Override
        public void notSent() {}
    }
}
