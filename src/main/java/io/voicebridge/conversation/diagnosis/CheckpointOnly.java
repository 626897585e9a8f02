package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** The call ended before anything final was said. */
final class CheckpointOnly implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        return call.outcome().committed() && !call.outcome().isFinal()
                ? Optional.of("The call ended before the outcome was final: the last checkpoint counts.")
                : Optional.empty();
    }
}
