package io.voicebridge.sip.transaction;

import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transport.Hop;

/**
 * The INVITE client transaction (RFC 3261 section 17.1.1 with the Accepted state of RFC 6026 section 7.2).
 *
 * <pre>
 *          1xx              2xx           64*T1 (M)
 * CALLING ----> PROCEEDING ----> ACCEPTED ----------> TERMINATED
 *    |               | 300-699             32 s (D), or 0 ^
 *    |               +-------> COMPLETED -----------------+
 *    | 64*T1 (B): timed out                               |
 *    +----------------------------------------------------+
 * </pre>
 */
final class InviteClientTransaction extends ClientTransaction {

    enum State {
        CALLING,
        PROCEEDING,
        ACCEPTED,
        COMPLETED,
        TERMINATED
    }

    private static final int TIMER_D_MILLIS = 32_000;

    private final TransactionContext context;
    private final Hop hop;
    private final WireRequest invite;
    private final byte[] bytes;
    private final ClientListener listener;
    private final Runnable terminated;
    private State state = State.CALLING;
    private byte[] ack = {};
    private TimerWheel.Timer repeat;
    private TimerWheel.Timer patience;

    InviteClientTransaction(
            TransactionContext context,
            Hop hop,
            WireRequest invite,
            byte[] bytes,
            ClientListener listener,
            Runnable terminated) {
        this.context = context;
        this.hop = hop;
        this.invite = invite;
        this.bytes = bytes;
        this.listener = listener;
        this.terminated = terminated;
    }

    State state() {
        return state;
    }

    Hop hop() {
        return hop;
    }

    @Override
    void start() {
        send();
        if (!hop.transport().isReliable()) {
            repeatAfter(context.timeouts().t1());
        }
        patience = context.timers().schedule(context.timeouts().patience(), () -> {
            end();
            listener.timedOut();
        });
    }

    @Override
    void received(WireResponse response) {
        switch (state) {
            case CALLING, PROCEEDING -> {
                stopTimers();
                if (response.isProvisional()) {
                    state = State.PROCEEDING;
                } else if (response.isSuccess()) {
                    state = State.ACCEPTED;
                    context.timers().schedule(context.timeouts().patience(), this::end);
                } else {
                    state = State.COMPLETED;
                    ack = DerivedRequests.ackOfFailure(invite, response);
                    context.wire().send(ack, hop, reason -> {});
                    context.timers().schedule(hop.transport().isReliable() ? 0 : TIMER_D_MILLIS, this::end);
                }
                listener.responded(response);
            }
            case ACCEPTED -> {
                if (response.isSuccess()) {
                    listener.responded(response);
                }
            }
            case COMPLETED -> {
                if (!response.isProvisional() && !response.isSuccess()) {
                    context.wire().send(ack, hop, reason -> {});
                }
            }
            case TERMINATED -> {
                // It has left the table; a response in hand may still arrive here.
            }
        }
    }

    private void repeatAfter(int millis) {
        repeat = context.timers().schedule(millis, () -> {
            send();
            repeatAfter(2 * millis);
        });
    }

    private void send() {
        context.wire().send(bytes, hop, reason -> {
            if (state == State.CALLING) {
                end();
                listener.notSent(reason);
            }
        });
    }

    @Override
    void end() {
        if (state != State.TERMINATED) {
            state = State.TERMINATED;
            stopTimers();
            terminated.run();
        }
    }

    private void stopTimers() {
        if (repeat != null) {
            repeat.cancel();
        }
        if (patience != null) {
            patience.cancel();
        }
    }
}
