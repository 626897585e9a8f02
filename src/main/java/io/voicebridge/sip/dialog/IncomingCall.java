package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogEnd.Cause;
import io.voicebridge.sip.DialogListener;
import io.voicebridge.sip.IncomingInvite;
import io.voicebridge.sip.Reason;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgentListener;
import io.voicebridge.sip.message.HeaderRules;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transaction.InviteServerTransaction;
import io.voicebridge.sip.transaction.TimerWheel;
import io.voicebridge.sip.transport.Hop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * An INVITE outside a dialog until its final response (RFC 3261 section 13.3). State changes on its loop only.
 *
 * <pre>
 * WAITING --answer--> ANSWERING --2xx, when no PRACK for our description is missing--> SETTLED
 *    |  |                 |                                                              ^
 *    |  +-----------------+-- CANCEL, BYE, none in time --> GONE                         |
 *    +----------------------------- refusal ---------------------------------------------+
 * </pre>
 */
final class IncomingCall implements IncomingInvite, EarlyStage {

    private enum State {
        WAITING,
        ANSWERING,
        SETTLED,
        GONE
    }

    private final LoopContext context;
    private final WireRequest invite;
    private final Hop source;
    private final InviteServerTransaction transaction;
    private final InviteResponses responses;
    private final ProvisionalResponses provisionals;
    private final DialogPath path;
    private final CallDialog dialog;
    private State state = State.WAITING;
    private Optional<byte[]> description = Optional.empty();
    private DialogEnd gone;
    private Runnable onCancel = () -> {};
    private TimerWheel.Timer patience;

    IncomingCall(LoopContext context, WireRequest invite, Hop source, InviteServerTransaction transaction) {
        this.context = context;
        this.invite = invite;
        this.source = source;
        this.transaction = transaction;
        this.responses = new InviteResponses(context, invite, source, transaction);
        this.provisionals =
                new ProvisionalResponses(context, invite, transaction, responses::inDialog, this::notAcknowledged);
        this.path = DialogPath.ofServer(invite, source, transaction.localTag());
        this.dialog = new CallDialog(
                context,
                path,
                CallDialog.Side.CALLED,
                Authorizer.none(source),
                0,
                invite.cseq().number());
        dialog.beginEarly(this, Optional.of(provisionals));
        dialog.session().heard(invite);
    }

    void begin(UserAgentListener listener) {
        transaction.respond(100, responses.trying());
        transaction.onCancel(cancel -> cancelled(cancel.headers(), "The caller cancelled before the answer"));
        patience = context.timers().schedule(context.settings().answerTimeout(), this::unanswered);
        context.waiting().put(path.key(), this);
        path.locate(context.wire(), () -> {});
        listener.invited(this);
    }

    /** Whether a request that names this call comes from who placed it. */
    boolean isFrom(Hop from, BiPredicate<InetAddress, InetAddress> oneParty) {
        return path.isPeer(from, oneParty);
    }

    /** A request in the early dialog. */
    void received(WireRequest request, Hop from) {
        // A PRACK may cross our refusal, and is to be served then too (RFC 3262 section 3).
        if (isOpen() || request.is("PRACK")) {
            dialog.received(request, from);
        } else {
            context.replies().send(request, from, Refusal.of(481));
        }
    }

    @Override
    public SipRequest request() {
        return invite;
    }

    @Override
    public InetSocketAddress source() {
        return source.remote();
    }

    @Override
    public Transport transport() {
        return source.transport();
    }

    @Override
    public String listener() {
        return source.listener();
    }

    @Override
    public void ringing() {
        context.loop().execute(() -> {
            if (state == State.WAITING) {
                provisionals.send(180, List.of(), new byte[0]);
            }
        });
    }

    @Override
    public boolean mayProgress() {
        return provisionals.mayDescribe();
    }

    @Override
    public Dialog progress(byte[] sdp, List<SipHeader> headers, DialogListener listener) {
        List<SipHeader> checked = HeaderRules.checked(headers);
        byte[] body = sdp.clone();
        context.loop().execute(() -> {
            if (describe(body, listener) && mayProgress()) {
                provisionals.send(183, checked, body);
                listener.progressed();
            }
        });
        return dialog.handle();
    }

    @Override
    public void answer(List<SipHeader> headers) {
        List<SipHeader> checked = HeaderRules.checked(headers);
        context.loop().execute(() -> answerWith(checked));
    }

    @Override
    public Dialog answer(byte[] sdp, List<SipHeader> headers, DialogListener listener) {
        List<SipHeader> checked = HeaderRules.checked(headers);
        byte[] body = sdp.clone();
        context.loop().execute(() -> {
            if (describe(body, listener)) {
                answerWith(checked);
            }
        });
        return dialog.handle();
    }

    /** @return false if the call is decided already, or has its description */
    private boolean describe(byte[] sdp, DialogListener listener) {
        boolean first = state == State.WAITING && description.isEmpty();
        if (first) {
            description = Optional.of(sdp);
            dialog.attend(listener);
        } else if (state == State.GONE && description.isEmpty()) {
            listener.ended(gone);
        }
        return first;
    }

    private void answerWith(List<SipHeader> headers) {
        if (state == State.WAITING && description.isPresent()) {
            state = State.ANSWERING;
            provisionals.answerBy(() -> accept(headers));
            dialog.offers().proceedEarly();
        }
    }

    private void accept(List<SipHeader> headers) {
        state = State.SETTLED;
        patience.cancel();
        provisionals.close();
        context.waiting().remove(path.key());
        List<SipHeader> all = new ArrayList<>(dialog.session().agree(invite));
        all.addAll(headers);
        byte[] body = descriptionOfAnswer();
        dialog.begin(
                new Unacknowledged(
                        context.transactions().context(),
                        transaction,
                        invite.cseq().number(),
                        responses.ok(all, body),
                        body.length > 0 && !invite.hasSdp(),
                        ack -> {}),
                description.orElseThrow());
    }

    /**
     * A description that was in a reliable response is repeated where it is the answer to the INVITE, for those who look
     * for it in the 200 only; not where it was an offer, or where an UPDATE has changed the session since.
     */
    private byte[] descriptionOfAnswer() {
        boolean repeatable = invite.hasSdp() && !dialog.session().isChanged();
        return provisionals.isDescribed() && !repeatable ? new byte[0] : description.orElseThrow();
    }

    @Override
    public void reject(int status, String phrase, List<SipHeader> headers) {
        InviteResponses.checkRefusal(status, phrase);
        List<SipHeader> checked = HeaderRules.checked(headers);
        context.loop().execute(() -> {
            if (state == State.WAITING) {
                refuse(status, phrase, checked);
            }
        });
    }

    @Override
    public void onCancel(Runnable action) {
        context.loop().execute(() -> {
            if (state == State.GONE) {
                action.run();
            } else {
                onCancel = action;
            }
        });
    }

    private void cancelled(List<SipHeader> headers, String detail) {
        giveUp(487, new DialogEnd(Cause.CANCELLED, headers, detail));
    }

    private void unanswered() {
        giveUp(480, new DialogEnd(Cause.CANCELLED, List.of(), "The call was not answered in time"));
    }

    private void notAcknowledged() {
        giveUp(504, new DialogEnd(Cause.NOT_ACKNOWLEDGED, List.of(), "The caller never sent PRACK"));
    }

    private void giveUp(int status, DialogEnd why) {
        if (isOpen()) {
            state = State.GONE;
            gone = why;
            end(responses.refusal(status, "", List.of()), status, why);
            onCancel.run();
        }
    }

    private boolean isOpen() {
        return state == State.WAITING || state == State.ANSWERING;
    }

    /** @param refusal of that status */
    private void end(byte[] refusal, int status, DialogEnd why) {
        patience.cancel();
        provisionals.close();
        if (provisionals.isAwaitingPrack()) {
            int longest = context.transactions().context().timeouts().patience();
            context.timers().schedule(longest, () -> context.waiting().remove(path.key()));
        } else {
            context.waiting().remove(path.key());
        }
        context.intake().end();
        transaction.respond(status, refusal);
        dialog.neverBegan(why);
    }

    // As the stage of the early dialog

    @Override
    public boolean owesDescription() {
        return !provisionals.isDescribed();
    }

    @Override
    public boolean awaitsAnswer() {
        return provisionals.isOfferUnanswered();
    }

    @Override
    public void leftByPeer(List<SipHeader> headers) {
        cancelled(headers, "The caller hung up before the answer");
    }

    @Override
    public void refuse(int status, String phrase, List<SipHeader> headers) {
        if (isOpen()) {
            state = State.SETTLED;
            DialogEnd why = new DialogEnd(Cause.REJECTED, List.of(), "We refused the call with " + status);
            end(responses.refusal(status, phrase, headers), status, why);
        }
    }

    @Override
    public void lost(Reason why) {
        giveUp(500, new DialogEnd(Cause.PEER_LOST, List.of(), why.text()));
    }
}
