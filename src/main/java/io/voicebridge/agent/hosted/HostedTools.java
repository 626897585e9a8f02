package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.voicebridge.agent.Handover;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.dialogue.Outcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tools of one session: what the model is told of them, and the rules that stand between its wish and the call. Each
 * call of a tool is done once, however often it is asked; where a call is transferred to is chosen from the settings by
 * name and never by the model; an outcome that says something about the caller needs something that the caller said.
 * Session's thread.
 */
final class HostedTools {

    private static final int MOST_CALLS = 200;
    private static final int MOST_EVIDENCE = 50;

    /** Outcomes that are true of a call in which nobody has spoken. */
    private static final Set<String> WITHOUT_CALLER = Set.of("voicemail", "no_input", "failed");

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final ObjectMapper json;
    private final HostedSettings settings;
    private final Handover handover;
    private final Clock clock;
    private final ToolSchemas schemas;
    private final List<String> utterances = new ArrayList<>();

    /** What became of each call of a tool, by the model's id; empty while it is being done. */
    private final Map<String, String> answers = new LinkedHashMap<>();

    private final Map<String, String> asked = new HashMap<>();

    /** @param clock for times of callbacks */
    HostedTools(ObjectMapper json, HostedSettings settings, Handover handover, Clock clock) {
        this.json = json;
        this.settings = settings;
        this.handover = handover;
        this.clock = clock;
        this.schemas = new ToolSchemas(json, settings, clock);
    }

    /** Name, description and parameters of each tool, as models are told of functions. */
    List<ObjectNode> descriptions() {
        return schemas.descriptions();
    }

    /** What a wish comes to. */
    sealed interface Verdict {

        record Do(ToolCall call) implements Verdict {}

        record Answer(String json) implements Verdict {}

        /** It is being done already. */
        record Wait() implements Verdict {}
    }

    /** The caller has said something. */
    void heard(String utterance) {
        utterances.add(utterance);
    }

    Verdict take(String id, String name, String arguments) {
        String known = answers.get(id);
        if (known != null) {
            return known.isEmpty() ? new Verdict.Wait() : new Verdict.Answer(known);
        }
        if (answers.size() >= MOST_CALLS) {
            return new Verdict.Answer(status("too_many_calls", ""));
        }
        Verdict verdict = judge(id, name, arguments);
        answers.put(id, verdict instanceof Verdict.Answer answer ? answer.json() : "");
        return verdict;
    }

    private Verdict judge(String id, String name, String arguments) {
        ObjectNode wanted;
        try {
            JsonNode read = json.readTree(arguments.isBlank() ? "{}" : arguments);
            if (!(read instanceof ObjectNode object)) {
                return new Verdict.Answer(status("invalid_arguments", "The arguments are no JSON object"));
            }
            wanted = object;
        } catch (JsonProcessingException e) {
            return new Verdict.Answer(status("invalid_arguments", "The arguments are no JSON"));
        }
        Optional<JsonNode> parameters = schemas.of(name);
        if (parameters.isEmpty()) {
            return new Verdict.Answer(status("unknown_tool", ""));
        }
        JsonSchema schema = SCHEMAS.getSchema(parameters.get());
        Set<ValidationMessage> faults = schema.validate(wanted);
        if (!faults.isEmpty()) {
            return new Verdict.Answer(
                    status("invalid_arguments", faults.iterator().next().getMessage()));
        }
        return switch (name) {
            case ToolCall.COMMIT_OUTCOME -> outcome(id, wanted);
            case ToolCall.TRANSFER_CALL -> transfer(id, wanted);
            case ToolSchemas.SCHEDULE_CALLBACK -> callback(id, wanted);
            case ToolCall.END_CALL -> give(id, name, wanted);
            default -> http(id, settings.tools().get(name), wanted);
        };
    }

    private Verdict outcome(String id, ObjectNode wanted) {
        if (utterances.isEmpty()
                && !WITHOUT_CALLER.contains(wanted.path("outcome").asText())) {
            return new Verdict.Answer(status("no_evidence", "The caller has not said anything yet"));
        }
        ArrayNode evidence = wanted.putArray("evidence");
        utterances.stream().skip(Math.max(0, utterances.size() - MOST_EVIDENCE)).forEach(evidence::add);
        return give(id, ToolCall.COMMIT_OUTCOME, wanted);
    }

    private Verdict transfer(String id, ObjectNode wanted) {
        JsonNode destination =
                settings.transfers().get(wanted.path("destination").asText());
        ObjectNode order =
                json.createObjectNode().put("to", destination.path("to").asText());
        for (String option : List.of("mode", "whisper")) {
            if (destination.hasNonNull(option)) {
                order.put(option, destination.path(option).asText());
            }
        }
        return give(id, ToolCall.TRANSFER_CALL, order);
    }

    /** An outcome whose time was checked: what a model takes for tomorrow at three can be any time. */
    private Verdict callback(String id, ObjectNode wanted) {
        CallbackHours.Answer answer =
                settings.callbacks().orElseThrow().check(wanted.path("at").asText(), clock.instant());
        if (answer instanceof CallbackHours.Answer.No no) {
            return new Verdict.Answer(status("not_possible", no.why()));
        }
        return outcome(
                id,
                json.createObjectNode()
                        .put("outcome", Outcome.CALLBACK.code())
                        .put("summary", wanted.path("summary").asText())
                        .put("callback_at", ((CallbackHours.Answer.Yes) answer).at()));
    }

    /** Where it goes stands in the settings; the model chooses a name and arguments. */
    private Verdict http(String id, HttpTool tool, ObjectNode wanted) {
        ObjectNode order = json.createObjectNode()
                .put("tool", tool.name())
                .put("url", tool.url())
                .put("method", tool.method())
                .put("key_secret", tool.keySecret());
        order.set("arguments", wanted);
        return give(id, ToolCall.CALL_HTTP, order);
    }

    private Verdict give(String id, String name, ObjectNode arguments) {
        String ours = handover.id("t" + answers.size());
        asked.put(ours, id);
        return new Verdict.Do(new ToolCall(ours, name, arguments.toString()));
    }

    /** The bridge's answer. @return the model's id of the call, if it was one of the model's */
    Optional<String> answered(String ours, String answer) {
        String id = asked.remove(ours);
        if (id != null) {
            answers.put(id, answer);
        }
        return Optional.ofNullable(id);
    }

    /** A do-not-call that the caller has asked for, whatever the model makes of it. */
    ToolCall optOut(String utterance) {
        ObjectNode outcome = json.createObjectNode()
                .put("final", false)
                .put("outcome", "do_not_call")
                .put("dnc", true)
                .put("summary", "Asked not to be called again.");
        outcome.putArray("evidence").add(utterance);
        return new ToolCall(handover.id("opt-out"), ToolCall.COMMIT_OUTCOME, outcome.toString());
    }

    private String status(String status, String detail) {
        ObjectNode answer = json.createObjectNode().put("status", status);
        if (!detail.isEmpty()) {
            answer.put("detail", detail);
        }
        return answer.toString();
    }
}
