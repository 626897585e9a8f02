package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.Refer;
import io.voicebridge.sip.ReferListener;
import io.voicebridge.sip.ReinviteListener;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.HeaderRules;
import java.util.List;
import java.util.function.IntConsumer;

/** A dialog as its user has it, on any thread: what it is asked for hops to the loop that owns the Call-ID. */
record DialogHandle(LoopContext context, DialogKey key, CallDialog dialog) implements Dialog {

    @Override
    public String callId() {
        return key.callId();
    }

    @Override
    public String localTag() {
        return key.localTag();
    }

    @Override
    public String remoteTag() {
        return key.remoteTag();
    }

    @Override
    public void bye(List<SipHeader> headers) {
        List<SipHeader> checked = HeaderRules.checked(headers);
        context.loop().execute(() -> dialog.leave(checked));
    }

    @Override
    public void reinvite(byte[] sdp, ReinviteListener told) {
        byte[] offer = sdp.clone();
        context.loop().execute(() -> dialog.offers().add(OutgoingReoffer.Way.INVITE, offer, told));
    }

    @Override
    public void update(byte[] sdp, ReinviteListener told) {
        byte[] offer = sdp.clone();
        context.loop().execute(() -> dialog.offers().add(OutgoingReoffer.Way.UPDATE, offer, told));
    }

    @Override
    public void refer(Refer wanted, ReferListener told) {
        context.loop().execute(() -> dialog.refers().add(wanted, told));
    }

    @Override
    public void info(String contentType, byte[] body, IntConsumer answered) {
        HeaderRules.checked(List.of(new SipHeader("X-Type", contentType)));
        Draft info = new Draft("INFO", List.of(), contentType, body.clone());
        context.loop().execute(() -> {
            if (dialog.isOver() || dialog.isEarly()) {
                answered.accept(481);
            } else {
                dialog.outgoing().send(info, new StatusOutcome(dialog, answered));
            }
        });
    }
}
