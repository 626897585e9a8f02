package io.voicebridge.conversation;

import java.time.Duration;
import java.time.Instant;

/** How long a conversation lasted: from the answer to the end, in whole seconds rounded to nearest. */
final class Durations {

    private Durations() {}

    static long seconds(ConversationRow row) {
        return seconds(row.answeredAt, row.endedAt);
    }

    /** 0 if either is null. */
    static long seconds(Instant answeredAt, Instant endedAt) {
        if (answeredAt == null || endedAt == null) {
            return 0;
        }
        return Math.max(0, (Duration.between(answeredAt, endedAt).toMillis() + 500) / 1000);
    }
}
