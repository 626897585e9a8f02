package io.voicebridge.sip.dialog;

import io.voicebridge.sip.OutgoingInviteListener;
import io.voicebridge.sip.Reason;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transaction.ClientListener;
import io.voicebridge.sip.transaction.DerivedRequests;
import io.voicebridge.sip.transaction.TimerWheel;
import io.voicebridge.sip.transport.Hop;
import java.util.List;
import java.util.Optional;

/** An INVITE of ours as it went to one server, once, with what comes back. Used on one loop only. */
final class InviteAttempt implements ClientListener {

    /** In T1: how long a server may be silent while there is another to try. */
    private static final int SILENCE = 8;

    private final LoopContext context;
    private final OutgoingCall call;
    private final Hop hop;
    private final WireRequest invite;
    private final byte[] bytes;
    private final Forks forks;
    private Runnable forget = () -> {};
    private boolean cancelSent;
    private Optional<TimerWheel.Timer> silence = Optional.empty();

    InviteAttempt(
            LoopContext context,
            OutgoingCall call,
            Hop hop,
            InviteDraft.Written written,
            Authorizer authorizer,
            OutgoingInviteListener listener) {
        this.context = context;
        this.call = call;
        this.hop = hop;
        this.invite = written.request();
        this.bytes = written.bytes();
        this.forks = new Forks(context, invite, hop, authorizer, listener, this::lost);
    }

    /** @param silent runs if nothing comes for a while and there is another server to try */
    void start(Optional<Runnable> silent) {
        int wait = SILENCE * context.transactions().context().timeouts().t1();
        silence = silent.map(action -> context.timers().schedule(wait, action));
        forget = context.transactions().send(invite, bytes, hop, this);
    }

    Hop hop() {
        return hop;
    }

    WireRequest invite() {
        return invite;
    }

    /** @return false if that was done before */
    boolean cancel(List<SipHeader> headers) {
        if (cancelSent) {
            return false;
        }
        cancelSent = true;
        byte[] cancel = DerivedRequests.cancelOf(invite, headers);
        context.transactions().send(LoopContext.own(cancel), cancel, hop, Unheard.INSTANCE);
        return true;
    }

    /** It is over: nothing that still comes of it is told. */
    void forget() {
        forget.run();
        forks.settle();
    }

    /** It has a final response, or another one takes its place: an answer that still comes is hung up. */
    void settle() {
        forks.settle();
    }

    @Override
    public void responded(WireResponse response) {
        silence.ifPresent(TimerWheel.Timer::cancel);
        if (response.isSuccess()) {
            forks.answered(response, () -> call.isAnsweredBy(this));
        } else if (!response.isProvisional()) {
            call.refused(this, response);
        } else if (call.isProceedingWith(this) && forks.progressed(response)) {
            call.progressed(response);
        }
    }

    @Override
    public void timedOut() {
        call.timedOut(this);
    }

    @Override
    public void notSent(String reason) {
        call.notSent(this, reason);
    }

    private void lost(Reason why) {
        call.lost(this, why);
    }
}
