package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.dialogue.Outcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a model is told of its tools: those of every agent, and those that the agent's settings add. */
final class ToolSchemas {

    static final String SCHEDULE_CALLBACK = "schedule_callback";

    private final ObjectMapper json;
    private final HostedSettings settings;
    private final Clock clock;

    ToolSchemas(ObjectMapper json, HostedSettings settings, Clock clock) {
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    /** Name, description and parameters of each tool, as models are told of functions. */
    List<ObjectNode> descriptions() {
        List<ObjectNode> all = new ArrayList<>();
        all.add(description(
                ToolCall.COMMIT_OUTCOME,
                "Saves how the conversation came out. Call it before you say goodbye, and again if that changes."));
        all.add(description(
                ToolCall.END_CALL, "Ends the call. Call it once the outcome is saved and you have said goodbye."));
        if (!settings.transfers().isEmpty()) {
            all.add(description(ToolCall.TRANSFER_CALL, "Connects the caller with a person."));
        }
        settings.callbacks()
                .ifPresent(hours -> all.add(description(
                        SCHEDULE_CALLBACK,
                        "Commits the outcome callback for a time that the caller has named. "
                                + hours.text(clock.instant()))));
        settings.tools().values().forEach(tool -> all.add(description(tool.name(), tool.description())));
        return all;
    }

    private ObjectNode description(String name, String text) {
        ObjectNode tool = json.createObjectNode().put("name", name).put("description", text);
        tool.set("parameters", of(name).orElseThrow());
        return tool;
    }

    Optional<JsonNode> of(String name) {
        HttpTool http = settings.tools().get(name);
        if (http != null) {
            return Optional.of(http.parameters());
        }
        ObjectNode schema = json.createObjectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        switch (name) {
            case ToolCall.COMMIT_OUTCOME -> {
                ArrayNode outcomes =
                        properties.putObject("outcome").put("type", "string").putArray("enum");
                for (Outcome each : Outcome.values()) {
                    outcomes.add(each.code());
                }
                properties.putObject("final").put("type", "boolean").put("description", "false if more may follow");
                text(properties, "summary", 1_000);
                text(properties, "intent", 200);
                text(properties, "callback_at", 64);
                properties.putObject("consent").put("type", "boolean");
                properties
                        .putObject("confidence")
                        .put("type", "number")
                        .put("minimum", 0)
                        .put("maximum", 1)
                        .put("description", "How sure you are of the outcome");
                properties
                        .putObject("variables")
                        .put("type", "object")
                        .putObject("additionalProperties")
                        .put("type", "string")
                        .put("maxLength", 500);
                schema.putArray("required").add("outcome").add("summary");
            }
            case ToolCall.END_CALL -> text(properties, "reason", 200);
            case SCHEDULE_CALLBACK -> {
                if (settings.callbacks().isEmpty()) {
                    return Optional.empty();
                }
                properties
                        .putObject("at")
                        .put("type", "string")
                        .put("maxLength", 32)
                        .put("description", "Local time there, such as 2027-01-31T15:30");
                text(properties, "summary", 1_000);
                schema.putArray("required").add("at").add("summary");
            }
            case ToolCall.TRANSFER_CALL -> {
                ArrayNode names = properties
                        .putObject("destination")
                        .put("type", "string")
                        .putArray("enum");
                settings.transfers().keySet().forEach(names::add);
                schema.putArray("required").add("destination");
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(schema);
    }

    private static void text(ObjectNode properties, String name, int longest) {
        properties.putObject(name).put("type", "string").put("maxLength", longest);
    }
}
