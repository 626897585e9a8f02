package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Reason;
import io.voicebridge.sip.message.WireResponse;
import java.util.function.IntConsumer;

/** For who wants no more than the status; a 481 ends the dialog (RFC 5057 section 5.1). */
record StatusOutcome(CallDialog dialog, IntConsumer answered) implements Outcome {

    @Override
    public void responded(WireResponse response) {
        if (!response.isProvisional()) {
            answered.accept(response.status());
            if (response.status() == 481) {
                dialog.lost(Reason.sip(481, "The peer does not know the dialog"));
            }
        }
    }

    @Override
    public void unanswered(int status, String phrase) {
        answered.accept(status);
    }
}
