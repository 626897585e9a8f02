package io.voicebridge.sip.dialog;

import io.voicebridge.sip.InviteFailure;
import io.voicebridge.sip.OutgoingInvite;
import io.voicebridge.sip.OutgoingInviteListener;
import io.voicebridge.sip.PlacedInvite;
import io.voicebridge.sip.Reason;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.HeaderRules;
import io.voicebridge.sip.message.HeaderValues;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transaction.TimerWheel;
import io.voicebridge.sip.transport.Hop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;

/**
 * An INVITE that we sent, until it has become a dialog or failed (RFC 3261 sections 9.1, 13.2). Where its destination has
 * several servers they are tried one after the other (RFC 3263 section 4.3), each with a branch of its own.
 */
final class OutgoingCall implements PlacedInvite {

    private enum State {
        /** Nothing has been heard of the present attempt. */
        CALLING,
        PROCEEDING,
        ANSWERED,
        OVER
    }

    /** How long the other servers come first once one has failed. */
    private static final Duration OUTAGE = Duration.ofSeconds(30);

    private final LoopContext context;
    private final OutgoingInvite wanted;
    private final OutgoingInviteListener listener;
    private final InviteDraft draft;
    private final int ringMillis;
    private final Queue<Hop> untried = new ArrayDeque<>();
    private State state = State.CALLING;
    private Optional<InviteAttempt> current = Optional.empty();
    private Authorizer authorizer;
    private int challenges;
    private Optional<List<SipHeader>> cancelWanted = Optional.empty();
    private Optional<TimerWheel.Timer> patience = Optional.empty();

    /** @throws IllegalArgumentException if an address or a header is not allowed */
    OutgoingCall(LoopContext context, OutgoingInvite wanted, String callId, OutgoingInviteListener listener) {
        this.context = context;
        this.wanted = wanted;
        this.listener = listener;
        this.draft = new InviteDraft(context, wanted, callId);
        this.ringMillis = (int) Math.min(Integer.MAX_VALUE, wanted.ringTimeout().toMillis());
    }

    void start() {
        context.intake().begin();
        context.loop().execute(() -> {
            patience = Optional.of(context.timers().schedule(ringMillis, this::ringsTooLong));
            context.wire().locate(wanted.destination(), this::located, this::unreachable);
        });
    }

    private void located(List<Hop> hops) {
        if (cancelWanted.isPresent()) {
            fail(new InviteFailure(487, "Request Terminated"));
        } else if (hops.stream().anyMatch(hop -> LoopGuard.isOurselves(hop, context.wire()))) {
            fail(new InviteFailure(482, "Loop Detected"));
        } else if (state == State.CALLING) {
            untried.addAll(hops);
            tryNext();
        }
    }

    private void tryNext() {
        Hop hop = untried.remove();
        authorizer = Authorizer.of(wanted.terms().credentials(), hop);
        challenges = 0;
        begin(hop);
    }

    private void begin(Hop hop) {
        current.ifPresent(InviteAttempt::settle);
        InviteAttempt attempt = new InviteAttempt(context, this, hop, draft.towards(hop), authorizer, listener);
        current = Optional.of(attempt);
        state = State.CALLING;
        attempt.start(untried.isEmpty() ? Optional.empty() : Optional.of(() -> silent(attempt)));
    }

    /** The same place again, with what it asked for: a new transaction with the next number (RFC 3261 section 8.1.3.5). */
    private void again(Hop hop, SipHeader more) {
        draft.with(more);
        again(hop);
    }

    private void again(Hop hop) {
        draft.next();
        begin(hop);
    }

    @Override
    public void cancel(List<SipHeader> headers) {
        List<SipHeader> checked = HeaderRules.checked(headers);
        context.loop().execute(() -> cancelWith(checked));
    }

    private void ringsTooLong() {
        cancelWith(List.of(Reason.sip(408, "No answer in time").header()));
    }

    private void cancelWith(List<SipHeader> headers) {
        if (cancelWanted.isEmpty()) {
            cancelWanted = Optional.of(headers);
        }
        cancelNow();
    }

    /** CANCEL must wait for a provisional response (RFC 3261 section 9.1). */
    private void cancelNow() {
        untried.clear();
        if (state == State.PROCEEDING && current.isPresent() && current.get().cancel(cancelWanted.orElse(List.of()))) {
            // A peer that ignores the CANCEL must not hold the call for ever.
            stopPatience();
            int wait = context.transactions().context().timeouts().patience();
            patience = Optional.of(context.timers().schedule(wait, this::giveUp));
        }
    }

    private void giveUp() {
        current.ifPresent(InviteAttempt::forget);
        fail(new InviteFailure(487, "Request Terminated"));
    }

    private void fail(InviteFailure failure) {
        if (end()) {
            listener.failed(failure);
        }
    }

    private void unreachable(String reason) {
        if (end()) {
            listener.unreachable(reason);
        }
    }

    private boolean end() {
        if (state != State.CALLING && state != State.PROCEEDING) {
            return false;
        }
        state = State.OVER;
        stopPatience();
        current.ifPresent(InviteAttempt::settle);
        context.intake().end();
        return true;
    }

    private void stopPatience() {
        patience.ifPresent(TimerWheel.Timer::cancel);
        patience = Optional.empty();
    }

    private boolean isCurrent(InviteAttempt attempt) {
        return current.isPresent() && current.get() == attempt;
    }

    private void silent(InviteAttempt attempt) {
        if (isCurrent(attempt) && state == State.CALLING && !untried.isEmpty()) {
            context.wire().avoid(attempt.hop(), OUTAGE);
            tryNext();
        }
    }

    // From an attempt

    /**
     * A provisional response came.
     *
     * @return false if the attempt was given up, or is to be cancelled
     */
    boolean isProceedingWith(InviteAttempt attempt) {
        if (!isCurrent(attempt)) {
            // It was given up for its silence: it must not ring beside the next one.
            attempt.cancel(List.of());
            return false;
        }
        if (state == State.CALLING) {
            state = State.PROCEEDING;
        }
        if (cancelWanted.isPresent()) {
            cancelNow();
            return false;
        }
        return state == State.PROCEEDING;
    }

    /** It is one that is to be looked at. */
    void progressed(WireResponse response) {
        if (response.status() > 100) {
            listener.progressed(response);
        }
    }

    /**
     * A 2xx came, of a fork that has sent none before.
     *
     * @return false if nobody wants it any more
     */
    boolean isAnsweredBy(InviteAttempt attempt) {
        boolean wanted = isCurrent(attempt) && state != State.ANSWERED && state != State.OVER && cancelWanted.isEmpty();
        if (wanted) {
            state = State.ANSWERED;
            stopPatience();
        } else if (isCurrent(attempt)) {
            fail(new InviteFailure(487, "Request Terminated"));
        }
        return wanted;
    }

    void refused(InviteAttempt attempt, WireResponse response) {
        if (!isCurrent(attempt)) {
            return;
        }
        Hop hop = attempt.hop();
        boolean ringing = state == State.PROCEEDING && cancelWanted.isPresent();
        Optional<SipHeader> credentials = cancelWanted.isPresent()
                ? Optional.empty()
                : authorizer.answer(response, attempt.invite(), hop, challenges);
        if (credentials.isPresent()) {
            challenges++;
            again(hop, credentials.get());
        } else if (response.status() == 422 && cancelWanted.isEmpty() && draft.raise(response)) {
            again(hop);
        } else if (response.status() == 503 && !untried.isEmpty() && !ringing) {
            context.wire().avoid(hop, retryAfter(response));
            tryNext();
        } else {
            fail(InviteFailure.of(response));
        }
    }

    private static Duration retryAfter(WireResponse response) {
        OptionalInt seconds =
                HeaderValues.seconds(response.header("Retry-After").orElse(""));
        return seconds.isPresent() ? Duration.ofSeconds(seconds.getAsInt()) : OUTAGE;
    }

    void timedOut(InviteAttempt attempt) {
        nextOr(attempt, () -> fail(new InviteFailure(408, "Request Timeout")));
    }

    void notSent(InviteAttempt attempt, String reason) {
        nextOr(attempt, () -> unreachable(reason));
    }

    /** None of those whom it has reached goes on with the call. */
    void lost(InviteAttempt attempt, Reason why) {
        if (isCurrent(attempt)) {
            cancelWith(List.of(why.header()));
        }
    }

    private void nextOr(InviteAttempt attempt, Runnable none) {
        if (isCurrent(attempt) && untried.isEmpty()) {
            none.run();
        } else if (isCurrent(attempt)) {
            context.wire().avoid(attempt.hop(), OUTAGE);
            tryNext();
        }
    }
}
