package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent's settings say about a hosted agent.
 *
 * @param disclosure said before all else, with references to variables
 * @param greeting said first, in the bridge's voice
 * @param silenceMs of nobody speaking before the reprompt, and once more before the goodbye
 * @param parameters that a bot is started with
 * @param transfers whom the agent may connect a caller with, by the name that it is told
 * @param callbacks when callers can be called back
 * @param tools of the tenant's own, by name
 * @param all of them, for what one provider alone reads
 */
record HostedSettings(
        Optional<String> url,
        Optional<String> model,
        Optional<String> disclosure,
        Optional<String> greeting,
        String reprompt,
        String goodbye,
        long silenceMs,
        long maxMs,
        Map<String, String> parameters,
        Map<String, JsonNode> transfers,
        Optional<CallbackHours> callbacks,
        Map<String, HttpTool> tools,
        JsonNode all) {

    /** @throws IllegalArgumentException with one sentence a person can act on */
    static HostedSettings read(String text, ObjectMapper json) {
        JsonNode node;
        try {
            node = json.readTree(text.isBlank() ? "{}" : text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The settings of the agent are no JSON object.", e);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        node.path("parameters")
                .fields()
                .forEachRemaining(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        Map<String, JsonNode> transfers = new LinkedHashMap<>();
        node.path("transfers").fields().forEachRemaining(entry -> transfers.put(entry.getKey(), entry.getValue()));
        return new HostedSettings(
                text(node, "url"),
                text(node, "model"),
                text(node, "disclosure"),
                text(node, "greeting"),
                text(node, "reprompt").orElse("Are you still there?"),
                text(node, "goodbye").orElse("Thank you for your time. Goodbye."),
                1_000L * node.path("silence_s").asInt(10),
                1_000L * node.path("max_seconds").asInt(600),
                parameters,
                transfers,
                CallbackHours.read(node.path("callbacks")),
                HttpTool.read(node.path("tools"), json),
                node);
    }

    /** The tenant's secret that is the key for the provider; the operator's counts without. */
    Optional<String> keySecret() {
        return text(all, "key_secret");
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name).asText("").strip()).filter(text -> !text.isEmpty());
    }
}
