package io.voicebridge.conversation;

import java.time.Instant;
import java.util.Optional;

/**
 * Which conversations a list shows; empty texts do not restrict it.
 *
 * @param from earliest start, inclusive
 * @param to latest start, exclusive
 * @param status {@code live}, {@code ended} or empty
 * @param number key of the called number
 * @param ani number key; one of the customer's numbers
 * @param q part of the id, correlation, a number, the agent's name or a variable's value, in any case
 */
public record ConversationFilter(
        Optional<Instant> from,
        Optional<Instant> to,
        String status,
        String number,
        String agentId,
        String correlation,
        String ani,
        String outcome,
        String q) {

    boolean isLive() {
        return status.equals("live");
    }

    /** Whether it asks for a stretch of time, one customer, or what is up now. */
    boolean leavesFew() {
        return isLive() || from.isPresent() || to.isPresent() || !correlation.isEmpty() || !ani.isEmpty();
    }
}
