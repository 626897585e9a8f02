package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** Guide, trouble 4 and 5: the references of both sides differ. */
final class AskedForAnother implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        if (call.strayed().isEmpty() || !call.isQuestionOverdue()) {
            return Optional.empty();
        }
        String asked = call.strayed().get(0);
        String own = call.correlation().isEmpty() ? "none" : call.correlation();
        return Optional.of("Five9 asked for another correlation: the call had '" + own + "', the Query asked for '"
                + asked + "'. Use the same variable in the header and in the Query.");
    }
}
