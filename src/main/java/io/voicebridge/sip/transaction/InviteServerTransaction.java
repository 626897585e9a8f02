package io.voicebridge.sip.transaction;

import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transport.Hop;
import java.util.function.Consumer;

/**
 * The INVITE server transaction (RFC 3261 section 17.2.1 with the Accepted state of RFC 6026 section 7.1).
 *
 * <pre>
 *              2xx           64*T1 (L)
 * PROCEEDING ------> ACCEPTED ------------------------------> TERMINATED
 *      |                                                        ^    ^
 *      | 300-699               ACK               T4 (I), or 0   |    |
 *      +---------> COMPLETED -------> CONFIRMED ----------------+    |
 *                      | 64*T1 (H) without ACK                       |
 *                      +---------------------------------------------+
 * </pre>
 *
 * The 2xx itself is repeated by the dialog (RFC 3261 section 13.3.1.4). Once it has ended it holds nothing but the last
 * response.
 */
public final class InviteServerTransaction extends ServerTransaction {

    enum State {
        PROCEEDING,
        ACCEPTED,
        COMPLETED,
        CONFIRMED,
        TERMINATED
    }

    private final TransactionContext context;
    private final Hop hop;
    private final String localTag;
    private final Runnable terminated;
    private State state = State.PROCEEDING;
    private byte[] last = {};
    private Consumer<WireRequest> onCancel = cancel -> {};
    private TimerWheel.Timer repeat;
    private TimerWheel.Timer end;

    InviteServerTransaction(TransactionContext context, Hop hop, String localTag, Runnable terminated) {
        this.context = context;
        this.localTag = localTag;
        this.hop = hop;
        this.terminated = terminated;
    }

    State state() {
        return state;
    }

    /** The tag of our responses, which the answer to a CANCEL carries too (RFC 3261 section 9.2). */
    public String localTag() {
        return localTag;
    }

    /** Where the responses go: the address of the INVITE's source. */
    public Hop hop() {
        return hop;
    }

    /** True until a final response was given. */
    public boolean isPending() {
        return state == State.PROCEEDING;
    }

    /** Who is told about a CANCEL; forgotten with the final response. */
    public void onCancel(Consumer<WireRequest> action) {
        onCancel = action;
    }

    /** A CANCEL for this INVITE came; it has no effect after a final response (RFC 3261 section 9.2). */
    public void cancel(WireRequest cancel) {
        if (state == State.PROCEEDING) {
            onCancel.accept(cancel);
        }
    }

    @Override
    public void respond(int status, byte[] response) {
        if (state == State.ACCEPTED && status < 300) {
            send(response);
            return;
        }
        if (state != State.PROCEEDING) {
            return;
        }
        last = response;
        send(response);
        if (status >= 200) {
            onCancel = cancel -> {};
        }
        if (status >= 300) {
            state = State.COMPLETED;
            if (!hop.transport().isReliable()) {
                repeatAfter(context.timeouts().t1());
            }
            endAfter(context.timeouts().patience());
        } else if (status >= 200) {
            state = State.ACCEPTED;
            last = new byte[0];
            endAfter(context.timeouts().patience());
        }
    }

    @Override
    void repeated() {
        if (state == State.PROCEEDING || state == State.COMPLETED) {
            send(last);
        }
    }

    /** @return false if the ACK belongs to the dialog, as after a 2xx */
    boolean acknowledged() {
        switch (state) {
            case COMPLETED -> {
                state = State.CONFIRMED;
                repeat = cancelled(repeat);
                end = cancelled(end);
                endAfter(hop.transport().isReliable() ? 0 : context.timeouts().t4());
            }
            case CONFIRMED, TERMINATED -> {
                // A repeated ACK has nothing left to do.
            }
            case PROCEEDING, ACCEPTED -> {
                return false;
            }
        }
        return true;
    }

    private void repeatAfter(int millis) {
        repeat = context.timers().schedule(millis, () -> {
            send(last);
            repeatAfter(Math.min(2 * millis, context.timeouts().t2()));
        });
    }

    private void endAfter(int millis) {
        end = context.timers().schedule(millis, () -> {
            state = State.TERMINATED;
            repeat = cancelled(repeat);
            terminated.run();
        });
    }

    private void send(byte[] response) {
        context.wire().send(response, hop, reason -> {});
    }

    private static TimerWheel.Timer cancelled(TimerWheel.Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
        return null;
    }
}
