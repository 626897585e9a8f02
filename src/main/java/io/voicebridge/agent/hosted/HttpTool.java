package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.ToolCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tool of the tenant's own: a request to its own system, declared in the agent's settings.
 *
 * @param parameters JSON Schema of the arguments
 * @param keySecret the tenant's secret that is sent as a bearer token, or empty
 */
record HttpTool(String name, String description, JsonNode parameters, String url, String method, String keySecret) {

    private static final Set<String> TAKEN = Set.of(
            ToolCall.COMMIT_OUTCOME,
            ToolCall.END_CALL,
            ToolCall.TRANSFER_CALL,
            ToolCall.CALL_HTTP,
            ToolSchemas.SCHEDULE_CALLBACK);

    private static final Set<String> REFUSED =
            Set.of("$ref", "$dynamicRef", "$recursiveRef", "$schema", "$id", "pattern", "patternProperties", "format");

    /** @throws IllegalArgumentException with one sentence a person can act on */
    static Map<String, HttpTool> read(JsonNode tools, ObjectMapper json) {
        Map<String, HttpTool> all = new LinkedHashMap<>();
        for (JsonNode tool : tools) {
            String name = tool.path("name").asText();
            if (!name.matches("[a-z][a-z0-9_]{0,63}") || TAKEN.contains(name) || all.containsKey(name)) {
                throw new IllegalArgumentException("A tool of the agent cannot have the name '" + name + "'.");
            }
            JsonNode parameters = tool.path("parameters").isObject()
                    ? tool.path("parameters")
                    : json.createObjectNode().put("type", "object").put("additionalProperties", false);
            if (!parameters.path("type").asText().equals("object")) {
                throw new IllegalArgumentException(
                        "The parameters of the tool " + name + " are no JSON Schema of an object.");
            }
            refused(parameters).ifPresent(word -> {
                throw new IllegalArgumentException("The parameters of the tool " + name + " cannot have " + word + '.');
            });
            all.put(
                    name,
                    new HttpTool(
                            name,
                            tool.path("description").asText(),
                            parameters,
                            tool.path("url").asText(),
                            tool.path("method").asText("POST"),
                            tool.path("key_secret").asText()));
        }
        return all;
    }

    /** What would fetch a schema from elsewhere, or let a model's words be matched for ever. */
    private static Optional<String> refused(JsonNode parameters) {
        return REFUSED.stream()
                .filter(word -> parameters.findValue(word) != null)
                .findFirst();
    }
}
