package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** Guide, trouble 5: committed after the BYE. */
final class OutcomeLate implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        return call.outcome().committed() && !call.outcome().beforeBye()
                ? Optional.of(
                        "The outcome came after the call had ended: the BYE carried the default route. Commit before"
                                + " the call is ended.")
                : Optional.empty();
    }
}
