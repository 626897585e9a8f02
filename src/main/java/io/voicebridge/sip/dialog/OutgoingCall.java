package io.voicebridge.sip.dialog;

import io.voicebridge.sip.InviteFailure;
import io.voicebridge.sip.OutgoingInvite;
import io.voicebridge.sip.OutgoingInviteListener;
import io.voicebridge.sip.PlacedInvite;
import io.voicebridge.sip.Reason;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.HeaderRules;
import io.voicebridge.sip.message.HeaderValues;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transaction.ClientListener;
import io.voicebridge.sip.transaction.DerivedRequests;
import io.voicebridge.sip.transaction.TimerWheel;
import io.voicebridge.sip.transport.Hop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** Branches of a forked INVITE that may answer; more are not acknowledged. */
    private static final int MOST_FORKS = 16;
    /** In T1: how long a server may be silent while there is another to try. */
    private static final int SILENCE = 8;

    /** How long the other servers come first once one has failed. */
    private static final Duration OUTAGE = Duration.ofSeconds(30);

    private final LoopContext context;
    private final OutgoingInvite wanted;
    private final OutgoingInviteListener listener;
    private final InviteDraft draft;
    private final int ringMillis;
    /** Sends the ACK of a 2xx, by the tag of who sent it: a repeated 2xx gets the same one again. */
    private final Map<String, Runnable> acks = new HashMap<>();

    private final Queue<Hop> untried = new ArrayDeque<>();
    private State state = State.CALLING;
    private Optional<Attempt> current = Optional.empty();
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
        begin(new Attempt(hop));
    }

    private void begin(Attempt attempt) {
        current = Optional.of(attempt);
        state = State.CALLING;
        attempt.start();
    }

    /** The same place again, with what it asked for: a new transaction with the next number (RFC 3261 section 8.1.3.5). */
    private void again(Hop hop, SipHeader more) {
        draft.with(more);
        again(hop);
    }

    private void again(Hop hop) {
        draft.next();
        begin(new Attempt(hop));
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
        if (state == State.PROCEEDING && current.isPresent() && current.get().cancel()) {
            // A peer that ignores the CANCEL must not hold the call for ever.
            stopPatience();
            int wait = context.transactions().context().timeouts().patience();
            patience = Optional.of(context.timers().schedule(wait, this::giveUp));
        }
    }

    private void giveUp() {
        current.ifPresent(a -> a.forget.run());
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
        context.intake().end();
        return true;
    }

    private void stopPatience() {
        patience.ifPresent(TimerWheel.Timer::cancel);
        patience = Optional.empty();
    }

    /** The INVITE as it went to one server. */
    private final class Attempt implements ClientListener {

        private final Hop hop;
        private final WireRequest invite;
        private final byte[] bytes;
        private Runnable forget = () -> {};
        private boolean cancelSent;
        private Optional<TimerWheel.Timer> silence = Optional.empty();

        Attempt(Hop hop) {
            this.hop = hop;
            InviteDraft.Written written = draft.towards(hop);
            this.invite = written.request();
            this.bytes = written.bytes();
        }

        void start() {
            if (!untried.isEmpty()) {
                int wait = SILENCE * context.transactions().context().timeouts().t1();
                silence = Optional.of(context.timers().schedule(wait, this::silent));
            }
            forget = context.transactions().send(invite, bytes, hop, this);
        }

        private boolean isCurrent() {
            return current.isPresent() && current.get() == this;
        }

        private void silent() {
            if (isCurrent() && state == State.CALLING && !untried.isEmpty()) {
                context.wire().avoid(hop, OUTAGE);
                tryNext();
            }
        }

        boolean cancel() {
            if (cancelSent) {
                return false;
            }
            cancelSent = true;
            byte[] cancel = DerivedRequests.cancelOf(invite, cancelWanted.orElse(List.of()));
            context.transactions().send(LoopContext.own(cancel), cancel, hop, Unheard.INSTANCE);
            return true;
        }

        @Override
        public void responded(WireResponse response) {
            silence.ifPresent(TimerWheel.Timer::cancel);
            if (response.isProvisional()) {
                progressed(response);
            } else if (response.isSuccess()) {
                answered(response);
            } else if (isCurrent()) {
                refused(response);
            }
        }

        private void refused(WireResponse response) {
            boolean ringing = state == State.PROCEEDING && cancelWanted.isPresent();
            Optional<SipHeader> credentials =
                    cancelWanted.isPresent() ? Optional.empty() : authorizer.answer(response, invite, hop, challenges);
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

        private Duration retryAfter(WireResponse response) {
            OptionalInt seconds =
                    HeaderValues.seconds(response.header("Retry-After").orElse(""));
            return seconds.isPresent() ? Duration.ofSeconds(seconds.getAsInt()) : OUTAGE;
        }

        private void progressed(WireResponse response) {
            if (!isCurrent()) {
                // It was given up for its silence: it must not ring beside the next one.
                cancel();
                return;
            }
            if (state == State.CALLING) {
                state = State.PROCEEDING;
            }
            if (cancelWanted.isPresent()) {
                cancelNow();
            } else if (response.status() > 100 && state == State.PROCEEDING) {
                listener.progressed(response);
            }
        }

        private void answered(WireResponse response) {
            String tag = response.to().tag();
            Runnable known = acks.get(tag);
            if (known != null) {
                known.run();
                return;
            }
            if (acks.size() >= MOST_FORKS) {
                return;
            }
            // Until the way of the ACK is known a repeated 2xx stays without one.
            acks.put(tag, () -> {});
            boolean wanted = isCurrent() && state != State.ANSWERED && state != State.OVER && cancelWanted.isEmpty();
            if (wanted) {
                state = State.ANSWERED;
                stopPatience();
            }
            DialogPath path = DialogPath.ofClient(invite, response, hop);
            path.locate(context.wire(), () -> {
                byte[] ack = acknowledge(tag, path);
                if (wanted) {
                    begin(path, ack, response);
                } else {
                    hangUp(path);
                }
            });
            if (!wanted && isCurrent()) {
                fail(new InviteFailure(487, "Request Terminated"));
            }
        }

        private byte[] acknowledge(String tag, DialogPath path) {
            byte[] ack = OutgoingRequests.ack(path, invite, new byte[0], context.wire());
            Hop way = path.next();
            Runnable send = () -> context.wire().send(ack, way, reason -> {});
            acks.put(tag, send);
            send.run();
            return ack;
        }

        private void begin(DialogPath path, byte[] ack, WireResponse response) {
            CallDialog dialog = new CallDialog(
                    context,
                    path,
                    CallDialog.Side.CALLING,
                    authorizer,
                    invite.cseq().number(),
                    -1);
            dialog.attend(listener.answered(dialog.handle(), response));
            dialog.begin(LoopContext.own(ack), invite.body());
            dialog.session().agreed(response);
        }

        /** A branch that nobody wants: another answered first, or our CANCEL came too late. */
        private void hangUp(DialogPath path) {
            byte[] bye = path.request("BYE", invite.cseq().number() + 1, context.wire())
                    .build();
            context.transactions().send(LoopContext.own(bye), bye, path.next(), Unheard.INSTANCE);
        }

        @Override
        public void timedOut() {
            if (isCurrent()) {
                nextOr(() -> fail(new InviteFailure(408, "Request Timeout")));
            }
        }

        @Override
        public void notSent(String reason) {
            if (isCurrent()) {
                nextOr(() -> unreachable(reason));
            }
        }

        private void nextOr(Runnable none) {
            if (untried.isEmpty()) {
                none.run();
            } else {
                context.wire().avoid(hop, OUTAGE);
                tryNext();
            }
        }
    }
}
