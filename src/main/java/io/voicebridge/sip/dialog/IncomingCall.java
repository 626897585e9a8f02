package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogListener;
import io.voicebridge.sip.IncomingInvite;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgentListener;
import io.voicebridge.sip.message.HeaderRules;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.SessionBody;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transaction.InviteServerTransaction;
import io.voicebridge.sip.transaction.TimerWheel;
import io.voicebridge.sip.transport.Hop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.BiPredicate;

/** An INVITE outside a dialog until its final response (RFC 3261 section 13.3). State changes on its loop only. */
final class IncomingCall implements IncomingInvite {

    private enum State {
        WAITING,
        SETTLED,
        GONE
    }

    private final LoopContext context;
    private final WireRequest invite;
    private final Hop source;
    private final InviteServerTransaction transaction;
    private final DialogPath path;
    private State state = State.WAITING;
    private DialogEnd gone;
    private Runnable onCancel = () -> {};
    private TimerWheel.Timer patience;

    IncomingCall(LoopContext context, WireRequest invite, Hop source, InviteServerTransaction transaction) {
        this.context = context;
        this.invite = invite;
        this.source = source;
        this.transaction = transaction;
        this.path = DialogPath.ofServer(invite, source, transaction.localTag());
    }

    void begin(UserAgentListener listener) {
        transaction.respond(
                100, context.replies().begin(invite.raw(), source, 100, "", "").build());
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
                transaction.respond(180, inDialog(180).build());
            }
        });
    }

    @Override
    public Dialog answer(byte[] sdp, List<SipHeader> headers, DialogListener listener) {
        List<SipHeader> checked = HeaderRules.checked(headers);
        byte[] body = sdp.clone();
        CallDialog dialog = new CallDialog(
                context,
                path,
                CallDialog.Side.CALLED,
                Authorizer.none(source),
                0,
                invite.cseq().number());
        context.loop().execute(() -> {
            if (state == State.GONE) {
                dialog.neverBegan(listener, gone);
            } else if (state == State.WAITING) {
                settle(State.SETTLED);
                byte[] ok = inDialog(200)
                        .header("Allow", RequestChecks.ALLOW)
                        .header("Accept", RequestChecks.ACCEPT)
                        .header("Supported", OptionTags.SUPPORTED)
                        .headers(dialog.agree(invite))
                        .headers(checked)
                        .body(SessionBody.SDP, body)
                        .build();
                long cseq = invite.cseq().number();
                dialog.begin(
                        listener,
                        new Unacknowledged(
                                context.transactions().context(), transaction, cseq, ok, !invite.hasSdp(), ack -> {}),
                        body);
            }
        });
        return dialog;
    }

    @Override
    public void reject(int status, String phrase, List<SipHeader> headers) {
        checkRefusal(status, phrase);
        List<SipHeader> checked = HeaderRules.checked(headers);
        context.loop().execute(() -> {
            if (state == State.WAITING) {
                settle(State.SETTLED);
                refuse(status, phrase, checked);
            }
        });
    }

    static void checkRefusal(int status, String phrase) {
        if (status < 300) {
            throw new IllegalArgumentException("A refusal has a status from 300 to 699");
        }
        MessageBuilder.response(status, phrase);
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

    /** The caller sent CANCEL, or BYE for the early dialog. On the loop. */
    void cancelled(List<SipHeader> headers, String detail) {
        giveUp(487, headers, detail);
    }

    private void unanswered() {
        giveUp(480, List.of(), "The call was not answered in time");
    }

    private void giveUp(int status, List<SipHeader> headers, String detail) {
        if (state == State.WAITING) {
            settle(State.GONE);
            gone = new DialogEnd(DialogEnd.Cause.CANCELLED, headers, detail);
            refuse(status, "", List.of());
            onCancel.run();
        }
    }

    private void settle(State next) {
        state = next;
        patience.cancel();
        context.waiting().remove(path.key());
    }

    private void refuse(int status, String phrase, List<SipHeader> headers) {
        context.intake().end();
        MessageBuilder reply = context.replies()
                .begin(invite.raw(), source, status, phrase, path.key().localTag());
        transaction.respond(status, reply.headers(headers).build());
    }

    /** A response that creates a dialog: it carries Contact, and Record-Route as it came (RFC 3261 section 12.1.1). */
    private MessageBuilder inDialog(int status) {
        return context.replies()
                .begin(invite.raw(), source, status, "", path.key().localTag())
                .copy(invite.raw(), "Record-Route")
                .header("Contact", DialogPath.contact(source, context.wire()));
    }
}
