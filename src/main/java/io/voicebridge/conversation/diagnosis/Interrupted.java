package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** The process died. */
final class Interrupted implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        return call.endedBy().equals("interrupted")
                ? Optional.of("The bridge stopped during the call; the outcome is the last that was committed.")
                : Optional.empty();
    }
}
