package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** Guide, trouble 4 and 5: nothing was committed. */
final class OutcomeMissing implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        return call.outcome().committed()
                ? Optional.empty()
                : Optional.of(
                        "The call ended before the agent committed an outcome: Five9 was given the default route. Have"
                                + " the agent commit before it ends or transfers.");
    }
}
