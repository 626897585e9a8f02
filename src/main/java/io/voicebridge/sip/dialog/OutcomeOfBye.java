package io.voicebridge.sip.dialog;

import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogEnd.Cause;
import io.voicebridge.sip.message.WireResponse;
import java.util.List;
import java.util.function.Consumer;

/** Ends a dialog with whatever comes of our BYE: it is over in any case (RFC 3261 section 15.1.1). */
record OutcomeOfBye(Consumer<DialogEnd> ended) implements Outcome {

    @Override
    public void responded(WireResponse response) {
        if (!response.isProvisional()) {
            end(Cause.LOCAL_BYE, "We hung up; the peer answered " + response.status());
        }
    }

    @Override
    public void unanswered(int status, String phrase) {
        if (status == 408) {
            end(Cause.LOCAL_BYE, "We hung up; the peer did not answer the BYE");
        } else {
            end(Cause.TRANSPORT_FAILED, "We hung up; the BYE could not be sent: " + phrase);
        }
    }

    private void end(Cause cause, String detail) {
        ended.accept(new DialogEnd(cause, List.of(), detail));
    }
}
