package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** Guide, trouble 5: the screen pop would be empty. */
final class NoSummary implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        return call.outcome().value().equals("qualified") && !call.outcome().hasSummary()
                ? Optional.of(
                        "As expected, but the outcome has no summary: the agent's screen pop has nothing to show.")
                : Optional.empty();
    }
}
