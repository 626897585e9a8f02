package io.voicebridge.sip.dialog;

import io.voicebridge.sip.InviteFailure;
import io.voicebridge.sip.ReinviteListener;
import io.voicebridge.sip.transaction.TimerWheel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The re-INVITEs and UPDATEs with an offer that we send in one dialog, one after the other (RFC 3261 section 14.1): none while another INVITE is
 * under way in either direction, and none while the peer's own offer waits. Used on one loop only.
 */
final class OutgoingReoffers {

    /** Offers that may wait for their turn. */
    private static final int MOST_WAITING = 4;

    /** Times that one offer is sent. */
    private static final int MOST_TRIES = 5;

    private final LoopContext context;
    private final CallDialog dialog;
    private final boolean ownsCallId;
    private final Queue<OutgoingReoffer> waiting = new ArrayDeque<>();
    private Optional<OutgoingReoffer> current = Optional.empty();
    private Optional<TimerWheel.Timer> backOff = Optional.empty();

    /** @param ownsCallId whether we made the Call-ID, and thus wait the longer time after glare */
    OutgoingReoffers(LoopContext context, CallDialog dialog, boolean ownsCallId) {
        this.context = context;
        this.dialog = dialog;
        this.ownsCallId = ownsCallId;
    }

    void add(OutgoingReoffer.Way way, byte[] sdp, ReinviteListener listener) {
        if (dialog.isOver()) {
            listener.failed(new InviteFailure(481, "Call/Transaction Does Not Exist"));
        } else if (waiting.size() >= MOST_WAITING) {
            listener.failed(new InviteFailure(491, "Request Pending"));
        } else {
            waiting.add(new OutgoingReoffer(context, dialog, this, way, sdp, listener));
            proceed();
        }
    }

    /** True while an offer of ours, or our request for one, has no final response. */
    boolean isUnderWay() {
        return current.isPresent();
    }

    /** Sends the next one, if nothing stands in its way. */
    void proceed() {
        if (current.isEmpty() && backOff.isEmpty() && !waiting.isEmpty() && mayGo(waiting.element())) {
            current = Optional.of(waiting.remove());
            current.get().send();
        }
    }

    private boolean mayGo(OutgoingReoffer next) {
        return dialog.offers().mayReinvite()
                || next.isUpdate() && dialog.offers().mayUpdateEarly();
    }

    void finished(OutgoingReoffer reoffer) {
        if (current.isPresent() && current.get() == reoffer) {
            current = Optional.empty();
            dialog.offers().settled();
        }
    }

    /**
     * Sends it again after 491: two to four seconds later if the Call-ID is ours, else within two seconds, so that two
     * who collided do not collide again.
     *
     * @return false if it has been tried often enough
     */
    boolean retryAfterGlare(OutgoingReoffer reoffer) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int tens = ownsCallId ? random.nextInt(210, 401) : random.nextInt(0, 201);
        return retry(reoffer, 10 * tens);
    }

    boolean retry(OutgoingReoffer reoffer, int millis) {
        if (reoffer.tries() >= MOST_TRIES || dialog.isOver()) {
            return false;
        }
        current = Optional.empty();
        backOff = Optional.of(context.timers().schedule(millis, () -> {
            backOff = Optional.empty();
            resume(reoffer);
        }));
        return true;
    }

    /** Ahead of those that came later. */
    private void resume(OutgoingReoffer reoffer) {
        List<OutgoingReoffer> later = List.copyOf(waiting);
        waiting.clear();
        waiting.add(reoffer);
        waiting.addAll(later);
        proceed();
    }

    /** The dialog is over. */
    void drop() {
        backOff.ifPresent(TimerWheel.Timer::cancel);
        backOff = Optional.empty();
        current.ifPresent(OutgoingReoffer::drop);
        current = Optional.empty();
        waiting.forEach(OutgoingReoffer::drop);
        waiting.clear();
    }
}
