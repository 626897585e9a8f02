package io.voicebridge.sip.dialog;

import io.voicebridge.sip.ReliableProvisionals;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.RAck;
import io.voicebridge.sip.message.SessionBody;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transaction.InviteServerTransaction;
import io.voicebridge.sip.transaction.TimerWheel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/**
 * The provisional responses to one INVITE outside a dialog. Where the caller requires it, or supports it and our policy is to
 * use it, each has a number and is repeated, after T1 and then after twice as long each time, until its PRACK comes; the call
 * is given up after 64*T1 (RFC 3262 section 3). One at a time is unacknowledged; a few more wait behind it. Used on one loop
 * only.
 */
final class ProvisionalResponses {

    /** Responses that may wait for a PRACK; one more is left out, as the network might leave it out. */
    private static final int MOST_WAITING = 4;

    private record Response(int status, List<SipHeader> headers, byte[] sdp) {

        boolean hasSdp() {
            return sdp.length > 0;
        }
    }

    private record Repeated(long number, Response response, TimerWheel.Timer end) {}

    private final LoopContext context;
    private final WireRequest invite;
    private final InviteServerTransaction transaction;
    private final IntFunction<MessageBuilder> begin;
    private final Runnable givenUp;
    private final boolean required;
    private final boolean supported;
    private final Queue<Response> waiting = new ArrayDeque<>(1);
    private long last = ThreadLocalRandom.current().nextLong(1, 1L << 31) - 1;
    private Optional<Repeated> unacknowledged = Optional.empty();
    private Optional<TimerWheel.Timer> repeat = Optional.empty();
    private Optional<Runnable> answer = Optional.empty();
    private boolean described;
    private boolean closed;

    /**
     * @param begin writes a response of a status that makes a dialog, up to its last header
     * @param givenUp runs when no PRACK has come in time
     */
    ProvisionalResponses(
            LoopContext context,
            WireRequest invite,
            InviteServerTransaction transaction,
            IntFunction<MessageBuilder> begin,
            Runnable givenUp) {
        this.context = context;
        this.invite = invite;
        this.transaction = transaction;
        this.begin = begin;
        this.givenUp = givenUp;
        this.required = OptionTags.requires(invite, OptionTags.RELIABLE);
        this.supported = required
                || context.settings().provisionals() == ReliableProvisionals.SUPPORTED
                        && OptionTags.has(invite, OptionTags.RELIABLE);
    }

    /** True if a description can go before the answer: an offer of ours must be in a reliable message. */
    boolean mayDescribe() {
        return supported || invite.hasSdp();
    }

    /**
     * Sends one, or has it wait for the PRACK of the one before.
     *
     * @param sdp empty for none
     */
    void send(int status, List<SipHeader> headers, byte[] sdp) {
        Response response = new Response(status, headers, sdp);
        if (!isReliable(response)) {
            if (!required) {
                transaction.respond(status, write(response).build());
            }
        } else if (unacknowledged.isEmpty()) {
            sendReliably(response);
        } else {
            queue(response);
        }
    }

    /** A description is never left out: what has waited longest gives way to it. */
    private void queue(Response response) {
        if (response.hasSdp() && waiting.size() == MOST_WAITING) {
            waiting.remove();
        }
        if (waiting.size() < MOST_WAITING) {
            waiting.add(response);
        }
    }

    /** The first reliable response to an INVITE without an offer must hold one (RFC 3261 section 13.2.1). */
    private boolean isReliable(Response response) {
        return supported && (invite.hasSdp() || described || response.hasSdp());
    }

    private MessageBuilder write(Response response) {
        return begin.apply(response.status()).headers(response.headers()).body(SessionBody.SDP, response.sdp());
    }

    private void sendReliably(Response response) {
        last++;
        described |= response.hasSdp();
        byte[] bytes = write(response)
                .header("Require", OptionTags.RELIABLE)
                .header("RSeq", Long.toString(last))
                .build();
        int patience = context.transactions().context().timeouts().patience();
        unacknowledged =
                Optional.of(new Repeated(last, response, context.timers().schedule(patience, this::giveUp)));
        transaction.respond(response.status(), bytes);
        repeatAfter(context.transactions().context().timeouts().t1(), response.status(), bytes);
    }

    private void repeatAfter(int millis, int status, byte[] bytes) {
        repeat = Optional.of(context.timers().schedule(millis, () -> {
            transaction.respond(status, bytes);
            repeatAfter(2 * millis, status, bytes);
        }));
    }

    private void giveUp() {
        close();
        givenUp.run();
    }

    /**
     * Takes the acknowledgement of the response that waits for one, also after the final response.
     *
     * @return false if it is for none (RFC 3262 section 3)
     */
    boolean acknowledge(RAck rack) {
        boolean known = rack.cseq().equals(invite.cseq())
                && unacknowledged.filter(sent -> sent.number() == rack.number()).isPresent();
        if (known) {
            stop();
            unacknowledged = Optional.empty();
        }
        return known;
    }

    /**
     * Goes on with what nothing stands in the way of any more: the 2xx, of which there must be none until a description that
     * was sent has been acknowledged (RFC 3262 section 3), or the next provisional response.
     */
    void proceed() {
        if (closed) {
            return;
        }
        if (answer.isPresent()) {
            if (unacknowledged.filter(sent -> sent.response().hasSdp()).isEmpty()) {
                answer.get().run();
            }
        } else if (unacknowledged.isEmpty() && !waiting.isEmpty()) {
            sendReliably(waiting.remove());
        }
    }

    /** Says what sends the 2xx, when it may go. What waits to be sent is left out from now on. */
    void answerBy(Runnable action) {
        waiting.clear();
        answer = Optional.of(action);
    }

    /** There is a final response: nothing is repeated any more. */
    void close() {
        closed = true;
        waiting.clear();
        stop();
    }

    private void stop() {
        repeat.ifPresent(TimerWheel.Timer::cancel);
        unacknowledged.ifPresent(sent -> sent.end().cancel());
    }

    boolean isAwaitingPrack() {
        return unacknowledged.isPresent();
    }

    /** True once our description is in a reliable response: it has been given, and there is no other to the INVITE. */
    boolean isDescribed() {
        return described;
    }

    /** True while an offer of ours in a reliable response has no PRACK, which must bring the answer. */
    boolean isOfferUnanswered() {
        return !invite.hasSdp()
                && unacknowledged.filter(sent -> sent.response().hasSdp()).isPresent();
    }
}
