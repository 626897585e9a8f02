package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** Guide, trouble 3: the carrier's headers came, the lead's did not. */
final class HeadersDropped implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        return call.headers() == 0
                        && !call.registered()
                        && call.note("carrier-headers").isPresent()
                ? Optional.of(
                        "Only the carrier's own headers came, none of the lead's: the call came over the PSTN, which"
                                + " drops headers. Register the variables first with POST /five9/v1/calls.")
                : Optional.empty();
    }
}
