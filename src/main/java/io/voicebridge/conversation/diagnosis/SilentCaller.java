package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** Audio came, or nobody knows, but no word was understood. */
final class SilentCaller implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        if (call.callerSpoke() || call.outcome().committed()) {
            return Optional.empty();
        }
        return Optional.of(
                call.note("media").isPresent()
                        ? "Nothing was heard from the caller though audio arrived: a machine, silence, or a recogniser that"
                                + " is missing. Listen to the recording."
                        : "Nothing was heard from the caller: check that audio reaches the bridge (codec, firewall, SRTP).");
    }
}
