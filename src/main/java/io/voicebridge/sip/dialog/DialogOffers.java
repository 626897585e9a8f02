package io.voicebridge.sip.dialog;

import io.voicebridge.sip.ReinviteListener;
import java.util.Optional;

/**
 * Who may offer what in a dialog, and when (RFC 3261 sections 13.2.1 and 14, RFC 3311 section 5, RFC 6337 section 2.2): one
 * offer at a time, and none before the INVITE's own has its answer. Used on one loop only.
 */
final class DialogOffers {

    private final LoopContext context;
    private final CallDialog dialog;
    private final OutgoingReoffers ours;

    /** @param ownsCallId whether we made the Call-ID */
    DialogOffers(LoopContext context, CallDialog dialog, boolean ownsCallId) {
        this.context = context;
        this.dialog = dialog;
        this.ours = new OutgoingReoffers(context, dialog, ownsCallId);
    }

    /** Sends an offer of ours when nothing stands in its way; one that is empty asks for an offer. */
    void add(OutgoingReoffer.Way way, byte[] sdp, ReinviteListener told) {
        ours.add(way, sdp, told);
    }

    /** True while the peer waits for a description of ours to its INVITE: it must not offer anything now (RFC 3311). */
    boolean isDescriptionOwed() {
        return dialog.early().filter(EarlyStage::owesDescription).isPresent();
    }

    /** True while an offer of ours has no answer: one of the peer now is glare (RFC 3261 section 14.2, RFC 3311). */
    boolean isOursOpen() {
        return ours.isUnderWay()
                || dialog.isAckToAnswer()
                || dialog.early().filter(EarlyStage::awaitsAnswer).isPresent();
    }

    /** True if nothing stands in the way of an INVITE of ours (RFC 3261 section 14.1). */
    boolean mayReinvite() {
        return dialog.isAcknowledged() && !dialog.hasPendingOffer();
    }

    /**
     * True if an UPDATE of ours may offer something before the 2xx: the first offer has its answer, which is acknowledged
     * (RFC 3311 section 5.1).
     */
    boolean mayUpdateEarly() {
        Optional<EarlyStage> early = dialog.early();
        boolean agreed = early.filter(stage -> !stage.owesDescription() && !stage.awaitsAnswer())
                .isPresent();
        boolean acknowledged = dialog.provisionals()
                .filter(ProvisionalResponses::isAwaitingPrack)
                .isEmpty();
        return agreed && acknowledged && dialog.session().allowsUpdate() && !dialog.hasPendingOffer();
    }

    /** An offer of the peer, or of ours, is dealt with: what waited for that may go on. */
    void settled() {
        context.loop().execute(() -> {
            proceedEarly();
            ours.proceed();
        });
    }

    /** Goes on with the responses to the INVITE: not to the 2xx as long as an offer waits for its answer. */
    void proceedEarly() {
        if (!dialog.hasPendingOffer() && !ours.isUnderWay()) {
            dialog.provisionals().ifPresent(ProvisionalResponses::proceed);
        }
    }

    /** Goes on with our own. */
    void proceed() {
        ours.proceed();
    }

    /** The dialog is over. */
    void drop() {
        ours.drop();
    }
}
