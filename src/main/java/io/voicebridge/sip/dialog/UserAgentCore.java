package io.voicebridge.sip.dialog;

import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.UserAgentListener;
import io.voicebridge.sip.message.Fault;
import io.voicebridge.sip.message.Parsed;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transaction.Transactions;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.Hop;
import io.voicebridge.sip.transport.Screening;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * All calls whose Call-ID hashes to one loop: takes each message to its transaction, its dialog, or the listener (RFC
 * 3261 section 8.2). Used on that loop only; it holds no lock and shares no state but the count of calls.
 */
final class UserAgentCore {

    private final LoopContext context;
    private final Entrance entrance;
    private final UserAgentListener listener;
    private final RefusedInvites refused;

    UserAgentCore(LoopContext context, Entrance entrance, UserAgentListener listener) {
        this.context = context;
        this.entrance = entrance;
        this.listener = listener;
        this.refused = new RefusedInvites(listener);
    }

    LoopContext context() {
        return context;
    }

    void received(Parsed message, Hop source) {
        if (message instanceof Parsed.Request parsed) {
            request(parsed.request(), source);
        } else if (message instanceof Parsed.Response parsed) {
            context.transactions().received(parsed.response());
        } else if (message instanceof Parsed.Faulty faulty) {
            Fault fault = faulty.fault();
            Refusal refusal = Refusal.with(fault.status(), "Warning", RequestChecks.warning(fault.sentence()))
                    .because(fault.condition(), fault.sentence());
            context.replies().sendFaulty(faulty.request(), source, refusal);
            refused.tell(faulty.request(), source, refusal);
        }
    }

    /** A source sends more than it may, or may not send at all. */
    void refused(Parsed message, Hop source, Admission.Verdict verdict) {
        if (message instanceof Parsed.Request parsed && !parsed.request().is("ACK")) {
            refuse(
                    parsed.request(),
                    source,
                    verdict == Admission.Verdict.FORBID
                            ? Refusal.of(403).because("source-not-allowed", "The source is on no list of the listener")
                            : busy().because("too-many-messages", "The source sends more messages than it may"));
        }
    }

    private void request(WireRequest request, Hop source) {
        if (context.transactions().absorb(request)) {
            return;
        }
        Optional<CallDialog> dialog = dialogOf(request);
        if (request.is("ACK")) {
            dialog.filter(d -> d.isWith(source, entrance.oneParty(source))).ifPresent(d -> d.received(request, source));
            return;
        }
        if (request.is("CANCEL")) {
            cancel(request, source);
            return;
        }
        if (request.to().tag().isEmpty() && !isLetIn(request, source)) {
            return;
        }
        Optional<Refusal> refusal = RequestChecks.check(request);
        if (refusal.isPresent()) {
            refuse(request, source, refusal.get());
        } else if (!request.to().tag().isEmpty()) {
            inDialog(request, source, dialog);
        } else {
            outOfDialog(request, source);
        }
    }

    /** Asked before anything about the request is looked up: to a stranger every number is answered alike. */
    private boolean isLetIn(WireRequest request, Hop source) {
        Screening screening = entrance.screen(request, source);
        if (screening instanceof Screening.Answer answer) {
            Refusal refusal = new Refusal(answer.status(), answer.condition(), answer.reason(), answer.headers());
            context.replies().send(request, source, refusal);
            if (!answer.condition().isEmpty()) {
                refused.tell(request, source, refusal);
            }
        }
        return screening instanceof Screening.Pass;
    }

    private Optional<CallDialog> dialogOf(WireRequest request) {
        return Optional.ofNullable(context.dialogs().get(keyOf(request)));
    }

    private static DialogKey keyOf(WireRequest request) {
        return new DialogKey(
                request.callId(), request.to().tag(), request.from().tag());
    }

    private void cancel(WireRequest cancel, Hop source) {
        var invite = context.transactions().cancelled(cancel).filter(i -> isBy(i.hop(), source));
        if (invite.isPresent()) {
            context.replies().send(cancel, source, Refusal.of(200), invite.get().localTag());
            invite.get().cancel(cancel);
        } else {
            context.replies().send(cancel, source, Refusal.of(481));
        }
    }

    private boolean isBy(Hop first, Hop source) {
        InetAddress one = first.remote().getAddress();
        InetAddress other = source.remote().getAddress();
        return other.equals(one) || one != null && entrance.oneParty(source).test(one, other);
    }

    private void inDialog(WireRequest request, Hop source, Optional<CallDialog> dialog) {
        IncomingCall early = context.waiting().get(keyOf(request));
        BiPredicate<InetAddress, InetAddress> oneParty = entrance.oneParty(source);
        boolean stands = dialog.filter(d -> d.isWith(source, oneParty)).isPresent();
        if (!stands && (early == null || !early.isFrom(source, oneParty))) {
            context.replies().send(request, source, Refusal.of(481));
        } else if (context.transactions().isFull() && !request.is("BYE")) {
            context.replies().send(request, source, busy());
        } else if (stands) {
            dialog.get().received(request, source);
        } else {
            early.received(request, source);
        }
    }

    private void outOfDialog(WireRequest request, Hop source) {
        switch (request.method()) {
            case "INVITE" -> invite(request, source);
            case "OPTIONS" -> context.replies().send(request, source, capabilities());
            default -> context.replies().send(request, source, Refusal.of(481));
        }
    }

    private void invite(WireRequest invite, Hop source) {
        Optional<Refusal> refusal = context.transactions().isMerged(invite)
                ? Optional.of(Refusal.of(482).because("merged-request", "The same INVITE came by another way before"))
                : RequestChecks.checkNewCall(invite)
                        .or(() -> LoopGuard.check(invite, source, context))
                        .or(() ->
                                SessionTimer.tooSmall(invite, context.settings().timers()));
        if (refusal.isPresent()) {
            refuse(invite, source, refusal.get());
        } else if (context.intake().isDraining()) {
            refuse(invite, source, busy().because("not-taking-calls", "The server takes no new calls now"));
        } else if (!context.intake().keepsPace()) {
            refuse(
                    invite,
                    source,
                    busy().because("too-many-calls-a-second", "More calls begin in a second than the server may take"));
        } else if (context.transactions().isFull() || !context.intake().tryBegin()) {
            refuse(invite, source, busy().because("too-many-calls", "The server has as many calls as it may take"));
        } else {
            Hop way = Replies.way(invite.via(), source);
            new IncomingCall(context, invite, source, context.transactions().newInvite(invite, way, Tokens.tag()))
                    .begin(listener);
        }
    }

    private void refuse(WireRequest request, Hop source, Refusal refusal) {
        context.replies().send(request, source, refusal);
        refused.tell(request, source, refusal);
    }

    private Refusal busy() {
        return Refusal.with(
                503, "Retry-After", Integer.toString(context.settings().retryAfter()));
    }

    /** The answer to OPTIONS (RFC 3261 section 11.2). */
    static Refusal capabilities() {
        return new Refusal(
                200,
                List.of(
                        new SipHeader("Allow", RequestChecks.ALLOW),
                        new SipHeader("Accept", RequestChecks.ACCEPT),
                        new SipHeader("Accept-Encoding", "identity"),
                        new SipHeader("Supported", OptionTags.SUPPORTED)));
    }

    Transactions transactions() {
        return context.transactions();
    }
}
