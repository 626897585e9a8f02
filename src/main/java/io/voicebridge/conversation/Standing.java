package io.voicebridge.conversation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is known about the call that somebody asks for. */
public sealed interface Standing {

    /** How long an outcome is given out after the end of its call. */
    Duration KEPT = Duration.ofHours(24);

    /** No registration and no call fits. */
    record Unknown() implements Standing {}

    /** Several fit and nobody can tell which is meant, so nothing of any is given. */
    record Ambiguous() implements Standing {}

    /**
     * Registered; the INVITE has not come.
     *
     * @param number as it was registered
     */
    record Registered(String correlation, String number, Instant expiresAt) implements Standing {}

    record Known(ConversationFacts conversation, Optional<Outcome> outcome) implements Standing {

        public Phase phase(Instant now) {
            if (!conversation.isLive()
                    && conversation.endedAt().orElse(now).plus(KEPT).isBefore(now)) {
                return Phase.EXPIRED;
            }
            if (outcome.isEmpty() || conversation.isLive() && !conversation.finalOutcome()) {
                return Phase.PENDING;
            }
            return outcome.get().value().equals(OutcomeValue.FAILED.wire()) ? Phase.FAILED : Phase.READY;
        }
    }

    enum Phase {
        /** The leg is up and nothing final was committed. */
        PENDING,
        READY,
        /** The agent failed; the default route is given. */
        FAILED,
        EXPIRED
    }
}
