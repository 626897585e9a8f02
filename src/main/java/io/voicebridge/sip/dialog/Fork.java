package io.voicebridge.sip.dialog;

import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.Reason;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.RAck;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transport.Hop;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One of the dialogs that an INVITE of ours leads to: from its first reliable provisional response, or its 2xx. Its
 * provisional responses have numbers of their own (RFC 3262 section 4). Used on one loop only.
 */
final class Fork implements EarlyStage {

    private final LoopContext context;
    private final WireRequest invite;
    private final DialogPath path;
    private final CallDialog dialog;
    private final Consumer<Reason> failed;
    private OptionalLong rseq = OptionalLong.empty();
    private boolean described;
    private boolean answered;
    /** Sends the ACK of its 2xx, again for each repetition of that; nothing until the way is known. */
    private Runnable ack = () -> {};

    /** @param failed told why the call cannot go on by this fork */
    Fork(
            LoopContext context,
            WireRequest invite,
            WireResponse first,
            Hop hop,
            Authorizer authorizer,
            Consumer<Reason> failed) {
        this.context = context;
        this.invite = invite;
        this.failed = failed;
        this.path = DialogPath.ofClient(invite, first, hop);
        this.dialog = new CallDialog(
                context,
                path,
                CallDialog.Side.CALLING,
                authorizer,
                invite.cseq().number(),
                -1);
        dialog.beginEarly(this, Optional.empty());
    }

    CallDialog dialog() {
        return dialog;
    }

    boolean isAnswered() {
        return answered;
    }

    /**
     * Takes a reliable provisional response, and acknowledges it if it is the next one. One that comes again is
     * acknowledged by the PRACK that is under way; one that came too early will come again.
     *
     * @return false if it is neither to be told nor looked at
     */
    boolean progressed(WireResponse response, long number) {
        if (answered || rseq.isPresent() && number != rseq.getAsLong() + 1) {
            return false;
        }
        if (rseq.isEmpty()) {
            context.dialogs().put(path.key(), dialog);
        }
        rseq = OptionalLong.of(number);
        described |= response.sdp().length > 0;
        dialog.session().heard(response);
        String rack = new RAck(number, invite.cseq()).toString();
        dialog.outgoing().send(Draft.of("PRACK", List.of(new SipHeader("RAck", rack))), new Acknowledged());
        return true;
    }

    /**
     * Takes the 2xx: it says anew which way the requests of the dialog go (RFC 3261 section 13.2.2.4).
     *
     * @param then runs when the ACK has been sent, with the ACK
     */
    void answered(WireResponse ok, Consumer<WireRequest> then) {
        answered = true;
        path.confirm(ok);
        path.locate(context.wire(), () -> {
            byte[] bytes = OutgoingRequests.ack(path, invite, new byte[0], context.wire());
            Hop way = path.next();
            ack = () -> context.wire().send(bytes, way, reason -> {});
            ack.run();
            then.accept(LoopContext.own(bytes));
        });
    }

    void acknowledgeAgain() {
        ack.run();
    }

    /** Nobody wants it: another fork answered first, or our CANCEL came too late. Its ACK has been sent. */
    void hangUp() {
        dialog.outgoing().sendOn(Draft.of("BYE", List.of()), Outcome.ignored());
        drop();
    }

    /** The call has been answered by another fork, or by none. */
    void drop() {
        context.dialogs().remove(path.key(), dialog);
        dialog.attend(Unattended.INSTANCE);
        dialog.neverBegan(new DialogEnd(DialogEnd.Cause.CANCELLED, List.of(), "Another one was answered, or none"));
    }

    @Override
    public boolean owesDescription() {
        return false;
    }

    @Override
    public boolean awaitsAnswer() {
        return !described;
    }

    @Override
    public void leftByPeer(List<SipHeader> headers) {
        failed.accept(Reason.sip(487, "The called side has left the early dialog"));
    }

    @Override
    public void refuse(int status, String phrase, List<SipHeader> headers) {
        failed.accept(Reason.sip(status, phrase));
    }

    @Override
    public void lost(Reason why) {
        failed.accept(why);
    }

    /** A peer that does not know what it wanted to have acknowledged, or does not answer, is lost (RFC 5057 section 5). */
    private final class Acknowledged implements Outcome {

        @Override
        public void responded(WireResponse response) {
            if (response.status() == 481 || response.status() == 408) {
                lost(response.status());
            }
        }

        @Override
        public void unanswered(int status, String phrase) {
            lost(status);
        }

        private void lost(int status) {
            if (!answered && !dialog.isOver()) {
                failed.accept(Reason.sip(status, "The PRACK was answered " + status));
            }
        }
    }
}
