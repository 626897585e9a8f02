package io.voicebridge.component.sip;

import io.voicebridge.call.Call;
import io.voicebridge.call.DialResult;
import io.voicebridge.call.DialResult.Status;
import io.voicebridge.call.Dialler;
import io.voicebridge.call.Dialler.Request.Early;
import io.voicebridge.call.EarlyMedia;
import io.voicebridge.call.Leg;
import io.voicebridge.call.OutboundGuard;
import io.voicebridge.sip.CallTerms;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.auth.DigestCredentials;
import io.voicebridge.sip.message.HeaderRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Places the calls that routes want. Thread-safe; {@link #place} may block on the guard and on a look-up of a name. */
final class DialDesk {

    private static final List<SipHeader> CALLER_LEFT =
            List.of(new SipHeader("Reason", "Q.850;cause=16;text=\"The caller has hung up\""));

    private static final List<SipHeader> TOO_LONG =
            List.of(new SipHeader("Reason", "Q.850;cause=16;text=\"The call has lasted as long as it may\""));

    private final Dialler dialler;
    private final Supplier<OutboundGuard> guard;
    private final Supplier<Optional<TrunkLogins>> logins;
    private final Supplier<String> ourHost;
    private final SipServer server;
    private final AtomicLong counter = new AtomicLong();
    private final String prefix = "dial-" + Long.toString(System.nanoTime() & 0xff_ffff_ffffL, 36) + '-';

    /** @param ourHost the host of our address in From; empty to take that of the target, as trunks expect */
    DialDesk(
            Dialler dialler,
            Supplier<OutboundGuard> guard,
            Supplier<Optional<TrunkLogins>> logins,
            Supplier<String> ourHost,
            SipServer server) {
        this.dialler = dialler;
        this.guard = guard;
        this.logins = logins;
        this.ourHost = ourHost;
        this.server = server;
    }

    /**
     * Places a call.
     *
     * @param told once, when it was answered or will not be; the call is up only if it was answered. On a SIP loop or
     *     the calling thread
     */
    void place(DialOrder order, BiConsumer<DialResult, RoutedCall> told) {
        PlainCall call = server.plain(prefix + counter.incrementAndGet(), false, order.events(), order.variables());
        try {
            HeaderRules.checked(order.headers());
            Destination target = DialTarget.of(order.target());
            String host = ourHost.get();
            String from = CallerId.of(order.callerId(), host.isEmpty() ? DialTarget.host(order.target()) : host);
            CallTerms terms = terms(order);
            OutboundGuard.Verdict verdict = guard.get()
                    .ask(new OutboundGuard.Attempt(
                            order.tenant(), order.reference(), order.target(), order.callerId(), Map.of()));
            if (verdict instanceof OutboundGuard.Forbidden no) {
                told.accept(new DialResult(Status.NOT_ALLOWED, 403, no.code() + ": " + no.detail()), call);
                return;
            }
            dial(order, target, from, terms, call, (OutboundGuard.Permitted) verdict, told);
        } catch (IllegalArgumentException e) {
            told.accept(new DialResult(Status.BAD_NUMBER, 400, e.getMessage()), call);
        }
    }

    private void dial(
            DialOrder order,
            Destination target,
            String from,
            CallTerms terms,
            PlainCall call,
            OutboundGuard.Permitted permitted,
            BiConsumer<DialResult, RoutedCall> told) {
        Leg leg = call.leg();
        AtomicBoolean decided = new AtomicBoolean(); // the end of a call that was answered is no news about its placing
        leg.onEnded(end -> {
            permitted.ended().run();
            if (decided.compareAndSet(false, true)) {
                told.accept(DialResult.of(end), call);
            }
        });
        leg.onAnswered(answered -> {
            endAfter(permitted.longestCall(), leg);
            if (decided.compareAndSet(false, true)) {
                told.accept(DialResult.ANSWERED, call);
            }
        });
        order.own().ifPresent(own -> own.leg().onEnded(end -> leg.hangUp(CALLER_LEFT)));
        Early early = order.earlyMedia() && order.own().isPresent() ? Early.HEARD : Early.IGNORED;
        if (early == Early.HEARD) {
            hears(order.own().get(), leg);
        }
        Call placed = dialler.dial(
                new Dialler.Request(
                        order.target(),
                        from,
                        target,
                        order.headers(),
                        shorter(order.ringTimeout(), permitted.longestRing()),
                        terms,
                        order.encryption(),
                        early),
                leg.audio(),
                leg);
        leg.placed(placed);
    }

    /** What is sent before the answer is heard in the place of the agent. */
    private static void hears(RoutedCall own, Leg called) {
        called.onEarly(early -> own.pause());
        EarlyMedia.join(own.leg(), called);
        called.onEarly(early -> {
            called.onAnswered(answered -> own.goOn());
            called.onEnded(end -> own.goOn());
        });
    }

    /** The trunk's login, for the host of the target and nobody else; one hop less than the call that it is for. */
    private CallTerms terms(DialOrder order) {
        int hops = order.own().map(RoutedCall::hopsLeft).orElse(CallTerms.NONE.maxForwards());
        if (hops <= 1) {
            throw new IllegalArgumentException("The call has come too far to be sent on: it may be going round");
        }
        CallTerms left = CallTerms.NONE.withHops(hops - 1);
        CallTerms terms = order.mayReturn() ? left.returning() : left;
        if (order.trunk().isEmpty()) {
            return terms;
        }
        TrunkLogins.Login login = logins.get()
                .flatMap(known -> known.find(order.tenant(), order.trunk()))
                .orElseThrow(() -> new IllegalArgumentException("The trunk has no user name and password"));
        return terms.with(new DigestCredentials(
                DialTarget.host(order.target()), Optional.empty(), login.username(), login.password()));
    }

    private void endAfter(Duration longest, Leg leg) {
        ScheduledFuture<?> end =
                server.timer().schedule(() -> leg.hangUp(TOO_LONG), longest.toMillis(), TimeUnit.MILLISECONDS);
        leg.onEnded(over -> end.cancel(false));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
