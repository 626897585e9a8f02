package io.voicebridge.conversation;

import io.voicebridge.directory.Ids;
import java.time.Duration;
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
 * @param q part of the id, correlation, a number, the agent's name or a variable's value, in any case;
 *     or all of an id, correlation or customer's number
 * @param qNumber number key of {@code q}; empty if that is no number
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
        String q,
        String qNumber) {

    /** Ids go by the time of their conversation's start, but for a clock that was set: by no more than this. */
    private static final Duration SET_BACK = Duration.ofHours(1);

    boolean isLive() {
        return status.equals("live");
    }

    /** Whether it asks for one customer, or what is up now. */
    boolean leavesFew() {
        return isLive() || !correlation.isEmpty() || !ani.isEmpty();
    }

    /** Whether it picks conversations from among the others of their time. */
    boolean picks() {
        return !number.isEmpty() || !agentId.isEmpty() || !outcome.isEmpty();
    }

    /** No id of a conversation that it can show is less; empty if any may be. */
    String leastId() {
        return from.map(time -> Ids.first("cv", time.minus(SET_BACK))).orElse("");
    }

    /** Every id of a conversation that it can show is less; empty if any may be. */
    String idsBelow() {
        return to.map(time -> Ids.first("cv", time.plus(SET_BACK))).orElse("");
    }
}
