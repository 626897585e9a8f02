package io.voicebridge.sip.dialog;

import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transaction.InviteServerTransaction;
import io.voicebridge.sip.transaction.Timeouts;
import io.voicebridge.sip.transaction.TimerWheel;
import io.voicebridge.sip.transaction.TransactionContext;
import java.util.function.Consumer;

/**
 * A 200 to an INVITE that is repeated until its ACK comes, on every transport (RFC 3261 section 13.3.1.4): after T1,
 * doubling up to T2, for 64*T1.
 */
final class Unacknowledged {

    private final TransactionContext context;
    private final InviteServerTransaction transaction;
    private final long cseq;
    private final byte[] response;
    private final boolean offered;
    private final Consumer<WireRequest> onAck;
    private TimerWheel.Timer repeat;
    private TimerWheel.Timer end;

    /**
     * @param offered whether the 200 holds an offer, so that the ACK must bring the answer
     * @param onAck gets the ACK
     */
    Unacknowledged(
            TransactionContext context,
            InviteServerTransaction transaction,
            long cseq,
            byte[] response,
            boolean offered,
            Consumer<WireRequest> onAck) {
        this.context = context;
        this.transaction = transaction;
        this.cseq = cseq;
        this.response = response;
        this.offered = offered;
        this.onAck = onAck;
    }

    void start(Runnable givenUp) {
        Timeouts timeouts = context.timeouts();
        transaction.respond(200, response);
        repeatAfter(timeouts.t1());
        end = context.timers().schedule(timeouts.patience(), () -> {
            stop();
            givenUp.run();
        });
    }

    long cseq() {
        return cseq;
    }

    boolean hasOffer() {
        return offered;
    }

    void acknowledged(WireRequest ack) {
        onAck.accept(ack);
    }

    void stop() {
        repeat.cancel();
        end.cancel();
    }

    private void repeatAfter(int millis) {
        repeat = context.timers().schedule(millis, () -> {
            transaction.respond(200, response);
            repeatAfter(Math.min(2 * millis, context.timeouts().t2()));
        });
    }
}
