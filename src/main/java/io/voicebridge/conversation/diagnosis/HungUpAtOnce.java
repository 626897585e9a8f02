package io.voicebridge.conversation.diagnosis;

import java.time.Duration;
import java.util.Optional;

/** The caller was gone before a word. */
final class HungUpAtOnce implements CallRule {

    private static final Duration BRIEF = Duration.ofSeconds(3);

    @Override
    public Optional<String> explain(Evidence call) {
        boolean brief = call.talked().compareTo(BRIEF) < 0;
        return brief
                        && !call.callerSpoke()
                        && !call.outcome().committed()
                        && call.endedBy().equals("caller")
                ? Optional.of(
                        "The caller hung up within three seconds of the answer: check that the script transfers live"
                                + " answers only, and that the agent speaks at once.")
                : Optional.empty();
    }
}
