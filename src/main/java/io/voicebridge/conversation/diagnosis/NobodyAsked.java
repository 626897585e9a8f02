package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** Guide, trouble 4: the script did not go on, or its Query did not reach us. */
final class NobodyAsked implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        return call.isQuestionOverdue()
                ? Optional.of(
                        "No Query came within " + Evidence.SCRIPT_HAS.toSeconds() + " s of our BYE: is Return After 3rd"
                                + " Party Call checked, and does the Query follow the transfer?")
                : Optional.empty();
    }
}
