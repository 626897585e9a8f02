package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** A transport, a timeout or the media failed. */
final class BrokeOff implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        return call.endedBy().equals("fault")
                ? Optional.of("The call broke off: " + call.endDetail()
                        + ". Check the trunk and the firewall for calls that are cut.")
                : Optional.empty();
    }
}
