package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** Two calls of one correlation, or of the same numbers. */
final class SeveralFit implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        if (call.note("correlation-clash").isPresent()) {
            return Optional.of("Another call was up with the same correlation, so look-ups were ambiguous: send"
                    + " Call.session_id as X-CallSessionId, which is each call's own.");
        }
        return call.note("registration-ambiguous")
                .map(note ->
                        "Several registered calls fit the numbers of this one, so none was joined: send the correlation"
                                + " in a header, such as X-CallSessionId.");
    }
}
