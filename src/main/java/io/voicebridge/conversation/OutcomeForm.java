package io.voicebridge.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.directory.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the contract's outcome object. All faults are told at once, each with a JSON Pointer. Names that the contract
 * does not know are ignored. Used for one object by one thread.
 */
public final class OutcomeForm {

    private static final int MAX_KEY = 200;
    private static final int MAX_VARIABLES = 64;
    private static final int MAX_VARIABLE_BYTES = 1024;
    private static final int MAX_EVIDENCE = 200;

    private final JsonNode body;
    private final List<Problem.Fault> faults = new ArrayList<>();

    private OutcomeForm(JsonNode body) {
        this.body = body;
    }

    /**
     * @param conversationId empty if the body names the call
     * @throws Problem 422 {@code invalid_outcome}
     */
    public static OutcomeCommand read(
            JsonNode body, String tenantId, String conversationId, String idempotencyKey, OutcomeSource source) {
        return new OutcomeForm(body).command(tenantId, conversationId, idempotencyKey, source);
    }

    private OutcomeCommand command(
            String tenantId, String conversationId, String idempotencyKey, OutcomeSource source) {
        if (!body.isObject()) {
            throw refusal(List.of(new Problem.Fault("", "must be an object")));
        }
        if (body.has("event") && !body.path("event").asText().equals("outcome")) {
            fault("/event", "must be outcome");
        }
        String id = conversationId.isEmpty() ? text("conversation_id", 40) : conversationId;
        String correlation = conversationId.isEmpty() ? Correlation.of(text("correlation", 4096)) : "";
        if (id.isEmpty() && correlation.isEmpty()) {
            fault("/conversation_id", "conversation_id or correlation must name the call");
        }
        Optional<OutcomeValue> outcome = outcome();
        OutcomeCommand command = new OutcomeCommand(
                tenantId,
                id,
                correlation,
                Text.storable(idempotencyKey, MAX_KEY),
                source,
                flag("final").orElse(true),
                outcome.orElse(OutcomeValue.FAILED),
                route(),
                text("summary", 4000),
                text("intent", 500),
                flag("dnc").orElse(false) || outcome.equals(Optional.of(OutcomeValue.DO_NOT_CALL)),
                text("callback_at", 64),
                flag("consent").map(given -> given ? "yes" : "no").orElse(""),
                confidence(),
                variables(),
                evidence());
        if (idempotencyKey.length() > MAX_KEY) {
            fault("", "the idempotency key has more than " + MAX_KEY + " characters");
        }
        if (!faults.isEmpty()) {
            throw refusal(faults);
        }
        return command;
    }

    private static Problem refusal(List<Problem.Fault> faults) {
        return new Problem(
                422,
                "invalid_outcome",
                "The outcome was not committed: "
                        + faults.stream()
                                .map(fault -> fault.pointer() + " " + fault.detail())
                                .collect(Collectors.joining("; ")),
                faults);
    }

    private Optional<OutcomeValue> outcome() {
        JsonNode node = body.path("outcome");
        Optional<OutcomeValue> value = node.isTextual() ? OutcomeValue.of(node.asText()) : Optional.empty();
        if (value.isEmpty()) {
            fault(
                    "/outcome",
                    "must be one of " + names(Stream.of(OutcomeValue.values()).map(OutcomeValue::wire)));
        }
        return value;
    }

    private Optional<Route> route() {
        JsonNode node = body.path("route");
        if (absent(node)) {
            return Optional.empty();
        }
        if (!node.isObject()) {
            fault("/route", "must be an object with type, value and reason");
            return Optional.empty();
        }
        Optional<Route.Type> type = Route.Type.of(node.path("type").asText());
        if (type.isEmpty()) {
            fault(
                    "/route/type",
                    "must be one of " + names(Stream.of(Route.Type.values()).map(Enum::name)));
        }
        String value = text(node, "/route", "value", 255);
        if (value.isBlank() && type.filter(Route.Type.SkillTransfer::equals).isPresent()) {
            fault("/route/value", "must name the skill");
        }
        if (value.isBlank() && type.filter(Route.Type.PhoneTransfer::equals).isPresent()) {
            fault("/route/value", "must be the number");
        }
        String reason = text(node, "/route", "reason", 500);
        return type.map(found -> new Route(found, value, reason));
    }

    private Optional<Double> confidence() {
        JsonNode node = body.path("confidence");
        if (absent(node)) {
            return Optional.empty();
        }
        if (!node.isNumber() || !(node.asDouble() >= 0 && node.asDouble() <= 1)) {
            fault("/confidence", "must be a number from 0 to 1");
            return Optional.empty();
        }
        return Optional.of(node.asDouble());
    }

    private Map<String, String> variables() {
        JsonNode node = body.path("variables");
        Map<String, String> variables = new LinkedHashMap<>();
        if (absent(node)) {
            return variables;
        }
        if (!node.isObject() || node.size() > MAX_VARIABLES) {
            fault("/variables", "must be an object with at most " + MAX_VARIABLES + " members");
            return variables;
        }
        node.fields().forEachRemaining(member -> {
            String pointer = "/variables/" + member.getKey().replace("~", "~0").replace("/", "~1");
            String value = member.getValue().isNull() ? "" : member.getValue().asText();
            if (member.getKey().isBlank() || member.getKey().length() > 64) {
                fault(pointer, "the name must have 1 to 64 characters");
            } else if (member.getValue().isContainerNode()) {
                fault(pointer, "must be a string, a number or a boolean");
            } else if (value.getBytes(StandardCharsets.UTF_8).length > MAX_VARIABLE_BYTES) {
                fault(pointer, "must have at most " + MAX_VARIABLE_BYTES + " bytes");
            } else {
                variables.put(Text.line(member.getKey(), 64), Text.storable(value, MAX_VARIABLE_BYTES));
            }
        });
        return variables;
    }

    private List<String> evidence() {
        JsonNode node = body.path("evidence");
        List<String> evidence = new ArrayList<>();
        if (node.isArray() && node.size() <= MAX_EVIDENCE) {
            node.forEach(item -> evidence.add(Text.line(item.isTextual() ? item.asText() : item.toString(), 64)));
        } else if (node.isObject() && node.toString().length() <= 10_000) {
            evidence.add(Text.storable(node.toString(), 10_000));
        } else if (!absent(node)) {
            fault("/evidence", "must be a list of at most " + MAX_EVIDENCE + " ids of transcript items");
        }
        return evidence;
    }

    private String text(String name, int limit) {
        return text(body, "", name, limit);
    }

    private String text(JsonNode object, String parent, String name, int limit) {
        JsonNode node = object.path(name);
        if (absent(node)) {
            return "";
        }
        if (!node.isTextual() && !node.isNumber()) {
            fault(parent + '/' + name, "must be a string");
            return "";
        }
        if (node.asText().length() > limit) {
            fault(parent + '/' + name, "must have at most " + limit + " characters");
            return "";
        }
        return Text.storable(node.asText(), limit);
    }

    private Optional<Boolean> flag(String name) {
        JsonNode node = body.path(name);
        if (absent(node)) {
            return Optional.empty();
        }
        if (!node.isBoolean()) {
            fault('/' + name, "must be true or false");
        }
        return Optional.of(node.asBoolean());
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private void fault(String pointer, String detail) {
        if (faults.size() < 50) {
            faults.add(new Problem.Fault(pointer, detail));
        }
    }

    private static String names(Stream<String> names) {
        return names.collect(Collectors.joining(", "));
    }
}
