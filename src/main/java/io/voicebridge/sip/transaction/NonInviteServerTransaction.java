package io.voicebridge.sip.transaction;

import io.voicebridge.sip.transport.Hop;

/**
 * The non-INVITE server transaction (RFC 3261 section 17.2.2): TRYING, then COMPLETED for 64*T1 (J) so that a repeated
 * request gets the same answer; at once TERMINATED on a reliable transport.
 */
public final class NonInviteServerTransaction extends ServerTransaction {

    enum State {
        TRYING,
        COMPLETED,
        TERMINATED
    }

    private final TransactionContext context;
    private final Hop hop;
    private final Runnable terminated;
    private State state = State.TRYING;
    private byte[] last = {};

    NonInviteServerTransaction(TransactionContext context, Hop hop, Runnable terminated) {
        this.context = context;
        this.hop = hop;
        this.terminated = terminated;
    }

    State state() {
        return state;
    }

    /** No provisional response is ever sent: 100 would only delay the answer (RFC 4320 section 4.1). */
    @Override
    public void respond(int status, byte[] response) {
        if (state != State.TRYING || status < 200) {
            return;
        }
        state = State.COMPLETED;
        last = response;
        send();
        context.timers()
                .schedule(hop.transport().isReliable() ? 0 : context.timeouts().patience(), () -> {
                    state = State.TERMINATED;
                    terminated.run();
                });
    }

    @Override
    void repeated() {
        if (state == State.COMPLETED) {
            send();
        }
    }

    private void send() {
        context.wire().send(last, hop, reason -> {});
    }
}
