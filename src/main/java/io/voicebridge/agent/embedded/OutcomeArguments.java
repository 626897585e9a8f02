package io.voicebridge.agent.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.dialogue.Decision;

/** A decision as the arguments of {@code commit_outcome}. */
final class OutcomeArguments {

    private OutcomeArguments() {}

    static String of(Decision decision, boolean last, ObjectMapper json) {
        ObjectNode arguments = json.createObjectNode();
        arguments.put("final", last);
        arguments.put("outcome", decision.outcome().code());
        arguments
                .putObject("route")
                .put("type", decision.route().type().code())
                .put("value", decision.route().value())
                .put("reason", decision.route().reason());
        arguments.put("summary", decision.summary());
        arguments.put("intent", decision.intent());
        arguments.put("dnc", decision.doNotCall());
        arguments.put("callback_at", decision.callbackAt().orElse(null));
        arguments.put("consent", decision.consent().orElse(null));
        arguments.put("confidence", Math.round(decision.confidence() * 100) / 100.0);
        ObjectNode variables = arguments.putObject("variables");
        decision.variables().forEach(variables::put);
        ObjectNode evidence = arguments.putObject("evidence");
        decision.evidence().forEach((slot, utterances) -> {
            ArrayNode ids = evidence.putArray(slot);
            utterances.forEach(ids::add);
        });
        return arguments.toString();
    }
}
