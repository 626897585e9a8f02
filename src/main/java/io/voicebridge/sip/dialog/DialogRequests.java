package io.voicebridge.sip.dialog;

import io.voicebridge.sip.message.HeaderValues;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.RAck;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transaction.ServerTransaction;
import io.voicebridge.sip.transport.Hop;
import java.util.List;
import java.util.Optional;

/** What the peer asks for inside a dialog (RFC 3261 sections 12.2.2, 14.2, 15.1.2; RFC 3262; RFC 3311; RFC 6086). */
final class DialogRequests {

    private final LoopContext context;
    private final CallDialog dialog;
    private final DialogPath path;
    private long remoteCseq;
    private Optional<PendingReoffer> pending = Optional.empty();

    DialogRequests(LoopContext context, CallDialog dialog, DialogPath path, long remoteCseq) {
        this.context = context;
        this.dialog = dialog;
        this.path = path;
        this.remoteCseq = remoteCseq;
    }

    void received(WireRequest request, Hop source) {
        Hop way = Replies.way(request.via(), source);
        if (request.is("INVITE")) {
            reinvite(request, source, way);
            return;
        }
        ServerTransaction transaction = context.transactions().newNonInvite(request, way);
        Optional<Refusal> obstacle = obstacle(request);
        if (obstacle.isPresent()) {
            respond(transaction, request, source, obstacle.get());
            return;
        }
        switch (request.method()) {
            case "BYE" -> {
                respond(transaction, request, source, Refusal.of(200));
                dialog.leftByPeer(request.headers());
            }
            case "INFO" -> {
                respond(transaction, request, source, Refusal.of(200));
                dialog.listener().info(request);
            }
            case "REFER" -> {
                // Whoever may refer us lets us place calls at our own cost.
                respond(transaction, request, source, Refusal.of(603));
                dialog.listener().referred(request);
            }
            case "PRACK" -> prack(request, source, transaction);
            case "UPDATE" -> update(request, source, transaction);
            case "NOTIFY" -> notify(request, source, transaction);
            default -> respond(transaction, request, source, UserAgentCore.capabilities());
        }
    }

    /** One without an offer changes no session: it moves the remote target and keeps the dialog alive (RFC 3311). */
    private void update(WireRequest request, Hop source, ServerTransaction transaction) {
        if (request.hasSdp() || dialog.isOver()) {
            reoffer(new PendingReoffer(context, this, request, source, transaction));
        } else {
            transaction.respond(200, agreement(request, source).build());
        }
    }

    /**
     * One for a response that waits for it is answered 200 in any case, and its description looked at where one may come now
     * (RFC 3262 sections 3 and 5): an answer if the response held our offer, else an offer.
     */
    private void prack(WireRequest request, Hop source, ServerTransaction transaction) {
        Optional<RAck> rack = RAck.of(request);
        Optional<ProvisionalResponses> provisionals = dialog.provisionals();
        boolean answers =
                provisionals.filter(ProvisionalResponses::isOfferUnanswered).isPresent();
        if (rack.isEmpty()) {
            respond(transaction, request, source, Refusal.of(400));
        } else if (provisionals.isEmpty() || !provisionals.get().acknowledge(rack.get())) {
            respond(transaction, request, source, Refusal.of(481));
        } else {
            if (answers) {
                respond(transaction, request, source, Refusal.of(200));
                dialog.listener().answeredEarly(request);
            } else if (request.hasSdp() && mayBeOffered()) {
                reoffer(new PendingReoffer(context, this, request, source, transaction));
            } else {
                respond(transaction, request, source, Refusal.of(200));
            }
            dialog.offers().settled();
        }
    }

    private boolean mayBeOffered() {
        return !dialog.isOver()
                && pending.isEmpty()
                && !dialog.offers().isDescriptionOwed()
                && !dialog.offers().isOursOpen();
    }

    /** A report about a REFER of ours; nothing else was subscribed to (RFC 6665 section 4.1.3). */
    private void notify(WireRequest request, Hop source, ServerTransaction transaction) {
        List<HeaderValues.Value> event =
                HeaderValues.split(request.header("Event").orElse(""));
        if (event.isEmpty() || !event.get(0).head().equals("refer")) {
            respond(transaction, request, source, Refusal.with(489, "Allow-Events", "refer"));
            return;
        }
        Optional<OutgoingRefer> refer = dialog.refers().latest().filter(r -> r.isOf(event.get(0)));
        respond(transaction, request, source, Refusal.of(refer.isPresent() ? 200 : 481));
        refer.ifPresent(r -> r.notified(request));
    }

    private void reinvite(WireRequest request, Hop source, Hop way) {
        var transaction =
                context.transactions().newInvite(request, way, path.key().localTag());
        PendingReoffer reoffer = new PendingReoffer(context, this, request, source, transaction);
        Optional<Refusal> obstacle = obstacle(request);
        if (obstacle.isPresent()) {
            respond(transaction, request, source, obstacle.get());
            return;
        }
        if (dialog.early().isPresent()) {
            // Theirs from before, or ours, still waits for its final response (RFC 3261 section 14.2).
            boolean theirs = dialog.provisionals().isPresent();
            respond(transaction, request, source, theirs ? Refusal.with(500, "Retry-After", "2") : Refusal.of(491));
            return;
        }
        transaction.respond(100, reply(request, source, Refusal.of(100)).build());
        transaction.onCancel(cancel -> reoffer.cancelled());
        reoffer(reoffer);
    }

    private void reoffer(PendingReoffer reoffer) {
        if (dialog.isOver()) {
            reoffer.refuse(Refusal.of(481));
        } else if (pending.isPresent() || dialog.offers().isDescriptionOwed()) {
            // Their own earlier offer still waits for us (RFC 3261 section 14.2, RFC 3311 section 5.2).
            reoffer.refuse(Refusal.with(500, "Retry-After", "2"));
        } else if (dialog.offers().isOursOpen()) {
            reoffer.refuse(Refusal.of(491));
        } else {
            pending = Optional.of(reoffer);
            dialog.listener().reoffered(reoffer);
        }
    }

    private Optional<Refusal> obstacle(WireRequest request) {
        if (isOutOfOrder(request)) {
            return Optional.of(Refusal.of(500));
        }
        return request.is("INVITE") || request.is("UPDATE")
                ? SessionTimer.tooSmall(request, context.settings().timers())
                : Optional.empty();
    }

    /** Each request of the peer must have a higher number than the one before (RFC 3261 section 12.2.2). */
    private boolean isOutOfOrder(WireRequest request) {
        long number = request.cseq().number();
        if (number <= remoteCseq) {
            return true;
        }
        remoteCseq = number;
        return false;
    }

    void settled(PendingReoffer reoffer) {
        if (pending.isPresent() && pending.get() == reoffer) {
            pending = Optional.empty();
            dialog.offers().settled();
        }
    }

    boolean hasPending() {
        return pending.isPresent();
    }

    /** The dialog is over: what still waits for an answer of ours gets one. */
    void dropPending() {
        pending.ifPresent(p -> p.refuse(Refusal.of(487)));
    }

    CallDialog dialog() {
        return dialog;
    }

    MessageBuilder reply(WireRequest request, Hop source, Refusal answer) {
        return context.replies()
                .begin(request.raw(), source, answer.status(), "", path.key().localTag())
                .headers(answer.headers());
    }

    private void respond(ServerTransaction transaction, WireRequest request, Hop source, Refusal answer) {
        transaction.respond(answer.status(), reply(request, source, answer).build());
    }

    /** A 2xx to a re-INVITE or UPDATE: it refreshes the remote target and the session (RFC 6141, RFC 4028 section 9). */
    MessageBuilder agreement(WireRequest request, Hop source) {
        path.refresh(request);
        return reply(request, source, Refusal.with(200, "Allow", RequestChecks.ALLOW))
                .header("Contact", path.contact(path.origin(), context.wire()))
                .header("Supported", OptionTags.SUPPORTED)
                .headers(dialog.session().agree(request));
    }
}
