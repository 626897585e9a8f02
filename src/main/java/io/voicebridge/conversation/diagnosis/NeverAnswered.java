package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** The INVITE was refused or given up. */
final class NeverAnswered implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        if (call.answeredAt().isPresent()) {
            return Optional.empty();
        }
        // a refusal is told in the words that its row among the refused calls has
        return Optional.of("The call ended before the agent answered: " + call.endDetail() + '.'
                + RefusalRules.adviceFor(call.endDetail())
                        .map(advice -> ' ' + advice)
                        .orElse(""));
    }
}
