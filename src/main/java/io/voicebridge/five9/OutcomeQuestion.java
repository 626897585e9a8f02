package io.voicebridge.five9;

import io.voicebridge.conversation.Correlation;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which call a script asks for.
 *
 * @param conversationId or empty
 * @param correlation or empty
 * @param partyKeys keys of the customer's numbers
 * @param calledKey key of the called number, or empty for any
 */
record OutcomeQuestion(
        String conversationId, String correlation, Set<String> partyKeys, String calledKey, Duration maxAge) {

    private static final int MAX_AGE_S = 900;

    static OutcomeQuestion of(Fields fields, UnaryOperator<String> numberKey) {
        String called = numberKey.apply(fields.first("number", "called_number"));
        Set<String> parties = new LinkedHashSet<>();
        for (String name : Arrays.asList("ani", "customer", "dnis")) {
            String key = numberKey.apply(fields.first(name));
            if (!key.isEmpty() && !key.equals(called)) {
                parties.add(key);
            }
        }
        return new OutcomeQuestion(
                fields.first("conversation_id"),
                Correlation.of(fields.first("correlation", "correlation_id", "session_id")),
                parties,
                called,
                Duration.ofSeconds(fields.number("max_age", MAX_AGE_S, 1, 86_400)));
    }

    boolean isEmpty() {
        return conversationId.isEmpty() && correlation.isEmpty() && partyKeys.isEmpty();
    }
}
