package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** No trouble. */
final class AsExpected implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        return Optional.of("As expected: " + call.outcome().value() + " was committed before the call ended"
                + (call.questions().isEmpty() ? "." : ", and Five9 was told."));
    }
}
