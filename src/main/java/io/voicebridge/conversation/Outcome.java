package io.voicebridge.conversation;

import java.time.Instant;
import java.util.Map;

/**
 * A committed outcome.
 *
 * @param source {@code tool}, {@code webhook}, {@code api}, or {@code bridge} if nobody committed any
 * @param beforeBye true if it was committed before the BYE was sent
 * @param consent {@code yes}, {@code no} or empty
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
        Map<String, String> variables,
        Instant committedAt) {

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
                json.strings(row.variables),
                row.committedAt);
    }
}
