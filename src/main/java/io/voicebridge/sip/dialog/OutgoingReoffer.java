package io.voicebridge.sip.dialog;

import io.voicebridge.sip.InviteFailure;
import io.voicebridge.sip.Reason;
import io.voicebridge.sip.ReinviteListener;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.HeaderValues;
import io.voicebridge.sip.message.SessionBody;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transaction.DerivedRequests;
import io.voicebridge.sip.transaction.TimerWheel;
import io.voicebridge.sip.transport.Hop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One re-INVITE or UPDATE of ours with an offer, until its final response (RFC 3261 section 14.1, RFC 3311 section 5). Used
 * on one loop only.
 */
final class OutgoingReoffer implements Outcome {

    /** How it is offered. */
    enum Way {
        INVITE,
        /** Where the peer allows it. */
        UPDATE
    }

    /** Longest Retry-After that is waited for. */
    private static final int MOST_SECONDS = 10;

    private final LoopContext context;
    private final CallDialog dialog;
    private final OutgoingReoffers queue;
    private final Way wanted;
    private final byte[] sdp;
    private final ReinviteListener listener;
    private WireRequest sent;
    private Runnable forget = () -> {};
    private Optional<TimerWheel.Timer> patience = Optional.empty();
    private boolean provisional;
    private boolean told;
    private int tries;
    /** Sends the ACK of the 2xx, again for each repetition of it. */
    private Optional<Runnable> acknowledge = Optional.empty();

    OutgoingReoffer(
            LoopContext context,
            CallDialog dialog,
            OutgoingReoffers queue,
            Way wanted,
            byte[] sdp,
            ReinviteListener listener) {
        this.context = context;
        this.dialog = dialog;
        this.queue = queue;
        this.wanted = wanted;
        this.sdp = sdp;
        this.listener = listener;
    }

    /** Whether it may go in an early dialog. */
    boolean isUpdate() {
        return wanted == Way.UPDATE && sdp.length > 0;
    }

    int tries() {
        return tries;
    }

    void send() {
        tries++;
        provisional = false;
        List<SipHeader> headers = new ArrayList<>(dialog.session().timer().ofRequest());
        headers.add(new SipHeader("Allow", RequestChecks.ALLOW));
        boolean byUpdate = wanted == Way.UPDATE && dialog.session().allowsUpdate();
        dialog.outgoing().send(new Draft(byUpdate ? "UPDATE" : "INVITE", headers, SessionBody.SDP, sdp), this);
    }

    @Override
    public void sent(WireRequest request, Runnable forgetIt) {
        sent = request;
        forget = forgetIt;
        stopPatience();
        // A provisional response stops the transaction's own timer: a peer that goes silent then must not hold us up.
        int longest = 2 * context.transactions().context().timeouts().patience();
        patience = Optional.of(context.timers().schedule(longest, this::giveUp));
    }

    @Override
    public void responded(WireResponse response) {
        if (response.isProvisional()) {
            provisional = true;
        } else if (response.isSuccess()) {
            agreed(response);
        } else {
            refused(response);
        }
    }

    private void agreed(WireResponse response) {
        if (acknowledge.isPresent()) {
            acknowledge.get().run();
            return;
        }
        stopPatience();
        dialog.path().refresh(response);
        byte[] body = told ? new byte[0] : listener.answered(response);
        if (sent.is("INVITE")) {
            acknowledge(sdp.length == 0 ? body : new byte[0]);
        }
        if (!told) {
            told = true;
            dialog.session().changesTo(sdp.length == 0 ? body : sdp);
            dialog.session().agreed(response);
        }
        queue.finished(this);
    }

    private void acknowledge(byte[] answer) {
        // Until the way of the ACK is known a repeated 2xx stays without one.
        acknowledge = Optional.of(() -> {});
        dialog.path().locate(context.wire(), () -> {
            byte[] ack = dialog.outgoing().ack(sent, answer);
            Hop way = dialog.path().next();
            acknowledge = Optional.of(() -> context.wire().send(ack, way, reason -> {}));
            acknowledge.get().run();
        });
    }

    private void refused(WireResponse response) {
        stopPatience();
        int status = response.status();
        if (sent.is("UPDATE") && (status == 405 || status == 501)) {
            dialog.session().forgetUpdate();
            if (queue.retry(this, 0)) {
                return;
            }
        }
        OptionalInt wait =
                response.header("Retry-After").map(HeaderValues::seconds).orElse(OptionalInt.empty());
        boolean later = (status == 500 || status == 503) && wait.isPresent() && wait.getAsInt() <= MOST_SECONDS;
        if (told
                || status == 491 && queue.retryAfterGlare(this)
                || later && queue.retry(this, 1000 * wait.getAsInt())) {
            return;
        }
        fail(InviteFailure.of(response));
        if (status == 408 || status == 481) {
            dialog.lost(Reason.sip(status, "The " + sent.method() + " was answered " + status));
        }
    }

    @Override
    public void unanswered(int status, String phrase) {
        stopPatience();
        fail(new InviteFailure(status, phrase));
        if (status == 408) {
            dialog.lost(Reason.sip(408, "The " + sent.method() + " was not answered"));
        }
    }

    private void giveUp() {
        patience = Optional.empty();
        if (provisional && sent.is("INVITE")) {
            byte[] cancel = DerivedRequests.cancelOf(
                    sent, List.of(Reason.sip(408, "No answer").header()));
            context.transactions()
                    .send(LoopContext.own(cancel), cancel, dialog.path().next(), Unheard.INSTANCE);
        }
        forget.run();
        fail(new InviteFailure(408, "Request Timeout"));
    }

    /** The dialog is over; an answer that still comes is acknowledged. */
    void drop() {
        if (!told) {
            told = true;
            listener.failed(new InviteFailure(487, "Request Terminated"));
        }
    }

    private void fail(InviteFailure failure) {
        if (!told) {
            told = true;
            queue.finished(this);
            listener.failed(failure);
        }
    }

    private void stopPatience() {
        patience.ifPresent(TimerWheel.Timer::cancel);
        patience = Optional.empty();
    }
}
