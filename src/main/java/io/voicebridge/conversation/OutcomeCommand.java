package io.voicebridge.conversation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wish to commit an outcome, checked but for what only the database knows.
 *
 * @param conversationId empty if the call is named by its correlation
 * @param correlation empty if the call is named by its conversation id
 * @param idempotencyKey the same key again is the same commit
 * @param isFinal false for a checkpoint
 * @param dnc true also if the outcome says so
 * @param callbackAt ISO 8601 where the agent knows the day, else as the customer said it; or empty
 * @param consent {@code yes}, {@code no} or empty
 * @param variables strings by name
 * @param evidence ids of transcript items
 */
public record OutcomeCommand(
        String tenantId,
        String conversationId,
        String correlation,
        String idempotencyKey,
        OutcomeSource source,
        boolean isFinal,
        OutcomeValue outcome,
        Optional<Route> route,
        String summary,
        String intent,
        boolean dnc,
        String callbackAt,
        String consent,
        Optional<Double> confidence,
        Map<String, String> variables,
        List<String> evidence) {

    /** The same without what must not be written down. */
    OutcomeCommand masked(Mask mask) {
        return mask == Mask.NONE
                ? this
                : new OutcomeCommand(
                        tenantId,
                        conversationId,
                        correlation,
                        idempotencyKey,
                        source,
                        isFinal,
                        outcome,
                        route.map(to -> new Route(to.type(), to.value(), mask.text(to.reason()))),
                        mask.text(summary),
                        mask.text(intent),
                        dnc,
                        callbackAt,
                        consent,
                        confidence,
                        mask.values(variables),
                        evidence);
    }

    /** The wish not to be called again and nothing else, for a conversation that has been erased. */
    OutcomeCommand optOutOnly() {
        return new OutcomeCommand(
                tenantId,
                conversationId,
                "",
                idempotencyKey,
                source,
                true,
                OutcomeValue.DO_NOT_CALL,
                Optional.of(Route.NONE),
                "",
                "",
                true,
                "",
                "",
                Optional.empty(),
                Map.of(),
                List.of());
    }
}
