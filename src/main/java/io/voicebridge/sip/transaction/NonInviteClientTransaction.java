package io.voicebridge.sip.transaction;

import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transport.Hop;

/**
 * The non-INVITE client transaction (RFC 3261 section 17.1.2): sent again after T1, doubling up to T2 (E), T2 once a
 * provisional response came; given up after 64*T1 (F); repeated answers are absorbed for T4 (K).
 */
final class NonInviteClientTransaction extends ClientTransaction {

    enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    private final TransactionContext context;
    private final Hop hop;
    private final byte[] bytes;
    private final ClientListener listener;
    private final Runnable terminated;
    private State state = State.TRYING;
    private TimerWheel.Timer repeat;
    private TimerWheel.Timer patience;

    NonInviteClientTransaction(
            TransactionContext context, Hop hop, byte[] bytes, ClientListener listener, Runnable terminated) {
        this.context = context;
        this.hop = hop;
        this.bytes = bytes;
        this.listener = listener;
        this.terminated = terminated;
    }

    State state() {
        return state;
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
        if (state != State.TRYING && state != State.PROCEEDING) {
            return;
        }
        if (response.isProvisional()) {
            state = State.PROCEEDING;
        } else {
            state = State.COMPLETED;
            stopTimers();
            context.timers()
                    .schedule(
                            hop.transport().isReliable()
                                    ? 0
                                    : context.timeouts().t4(),
                            this::end);
        }
        listener.responded(response);
    }

    private void repeatAfter(int millis) {
        repeat = context.timers().schedule(millis, () -> {
            send();
            int t2 = context.timeouts().t2();
            repeatAfter(state == State.PROCEEDING ? t2 : Math.min(2 * millis, t2));
        });
    }

    private void send() {
        context.wire().send(bytes, hop, reason -> {
            if (state == State.TRYING) {
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
