package io.voicebridge.conversation;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A committed outcome.
 *
 * @param source {@code tool}, {@code webhook}, {@code api}, or {@code bridge} if nobody committed any
 * @param beforeBye true if it was committed before the BYE was sent
 * @param consent {@code yes}, {@code no} or empty
 * @param confidence how sure whoever decided was, 0 to 1, if that was said
 */
public record Outcome(
        int revision,
        String source,
        boolean isFinal,
        boolean beforeBye,
        String value,
        Route route,
        String summary,
        String intent,
        boolean dnc,
        String callbackAt,
        String consent,
        Optional<Double> confidence,
        Map<String, String> variables,
        Instant committedAt) {

    /** Below this a person should look at what the agent has decided. */
    static final double SURE = 0.6;

    /** Whoever decided was not sure: a person should look at it. */
    public boolean needsReview() {
        return needsReview(confidence);
    }

    static boolean needsReview(Optional<Double> confidence) {
        return confidence.filter(value -> value < SURE).isPresent();
    }

    static Outcome of(OutcomeRow row, JsonColumn json) {
        return new Outcome(
                row.revision,
                row.source,
                row.isFinal,
                row.beforeBye,
                row.outcome,
                new Route(
                        Route.Type.of(row.routeType).orElse(Route.Type.DispositionOnly),
                        row.routeValue,
                        row.routeReason),
                row.summary,
                row.intent,
                row.dnc,
                row.callbackAt,
                row.consent,
                Optional.ofNullable(row.confidence),
                json.strings(row.variables),
                row.committedAt);
    }
}
