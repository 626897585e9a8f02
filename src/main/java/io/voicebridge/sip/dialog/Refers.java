package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Refer;
import io.voicebridge.sip.ReferListener;
import io.voicebridge.sip.ReferState;
import java.util.Optional;

/**
 * The REFERs of ours in one dialog, one at a time. Like our BYE, one that is asked for before the ACK of our 200 has come
 * waits for it: a caller that still waits for the 200 knows no dialog to transfer. Used on one loop only.
 */
final class Refers {

    private final LoopContext context;
    private final CallDialog dialog;
    private Optional<OutgoingRefer> latest = Optional.empty();
    private boolean waiting;

    Refers(LoopContext context, CallDialog dialog) {
        this.context = context;
        this.dialog = dialog;
    }

    void add(Refer wanted, ReferListener told) {
        if (dialog.isEnding()) {
            told.changed(new ReferState.Refused(481, "Call/Transaction Does Not Exist"));
        } else if (latest.filter(refer -> !refer.isOver()).isPresent()) {
            told.changed(new ReferState.Refused(491, "Request Pending"));
        } else {
            latest = Optional.of(new OutgoingRefer(context, dialog, wanted, told));
            waiting = true;
            proceed();
        }
    }

    /** Sends the one that waits, if nothing stands in its way. */
    void proceed() {
        if (waiting && dialog.isAcknowledged()) {
            waiting = false;
            latest.ifPresent(OutgoingRefer::send);
        }
    }

    /** The last one, which may be over. */
    Optional<OutgoingRefer> latest() {
        return latest;
    }

    /** The dialog is over. */
    void drop() {
        waiting = false;
        latest.ifPresent(OutgoingRefer::drop);
    }
}
