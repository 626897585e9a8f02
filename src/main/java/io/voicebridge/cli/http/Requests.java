package io.voicebridge.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Problem.Fault;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Takes a request in as its operation says. Bean {@code requests}, called by {@link Admission}.
 * Thread-safe.
 */
public final class Requests {

    /** The variable that keeps the path of the request. */
    static final String PATH = "httpPath";

    private final Contract contract;
    private final ObjectMapper json;

    public Requests(Contract contract, ObjectMapper json) {
        this.contract = contract;
        this.json = json;
    }

    /**
     * Checks parameters and body against the operation. Sets the variable {@code operation} and one for each parameter,
     * named in camel case ({@code If-Match} is {@code ifMatch}); the body becomes a JsonNode, or null if none was sent.
     * All headers are removed: what a client sends must never steer a component.
     *
     * @throws Problem 400, 415, 422 or 428 with everything that is wrong
     */
    public void accept(Exchange exchange, String operationId) {
        Operation operation = contract.operation(operationId);
        Message message = exchange.getMessage();
        exchange.setVariable("operation", operationId);
        exchange.setVariable(PATH, message.getHeader(Exchange.HTTP_PATH, String.class));
        parameters(operation, message).forEach(exchange::setVariable);
        Object body = operation.body().isPresent() ? body(operation.body().get(), message) : null;
        message.removeHeaders("*");
        message.setBody(body);
    }

    private static Map<String, Object> parameters(Operation operation, Message message) {
        Map<String, String> query = query(message.getHeader(Exchange.HTTP_RAW_QUERY, String.class));
        Map<String, Object> variables = new LinkedHashMap<>();
        List<Fault> faults = new ArrayList<>();
        for (Parameter parameter : operation.parameters()) {
            String value = parameter.place().equals("query")
                    ? query.remove(parameter.name())
                    : message.getHeader(parameter.name(), String.class);
            if (value != null) {
                if (Unstorable.is(value)) {
                    faults.add(new Fault(parameter.name(), Unstorable.WHY));
                }
                JsonNode typed = parameter.typed(value);
                Contract.faults(parameter.schema(), typed)
                        .forEach(fault -> faults.add(new Fault(parameter.name(), fault.detail())));
                variables.put(parameter.variable(), plain(typed));
            } else if (parameter.required() && parameter.name().equalsIgnoreCase("If-Match")) {
                throw new Problem(428, "precondition_required", "Send If-Match with the ETag that you read.");
            } else if (parameter.required()) {
                faults.add(new Fault(parameter.name(), "is missing"));
            }
        }
        query.keySet().forEach(name -> faults.add(new Fault(name, "is not a parameter of this operation")));
        if (!faults.isEmpty()) {
            throw new Problem(400, "bad_filter", "The parameters are not as the API describes them.", faults);
        }
        return variables;
    }

    private static Object plain(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isNumber() ? (Object) value.intValue() : value.textValue();
    }

    /** @throws Problem 400 if it is not percent-encoded as it should */
    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        try {
            for (String pair : raw.split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                if (!name.isEmpty()) {
                    query.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new Problem(400, "bad_filter", "The query string is not percent-encoded: " + e.getMessage());
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private JsonNode body(Operation.Body expected, Message message) {
        byte[] bytes = Optional.ofNullable(message.getBody(byte[].class)).orElse(new byte[0]);
        if (bytes.length == 0 && !expected.required()) {
            return null;
        }
        String mediaType = mediaType(message.getHeader(Exchange.CONTENT_TYPE, "", String.class));
        checkMediaType(expected, mediaType);
        JsonNode value = mediaType.endsWith("yaml") ? YamlText.read(bytes) : parse(bytes);
        Contract.check(expected, value);
        return value;
    }

    private static String mediaType(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static void checkMediaType(Operation.Body expected, String mediaType) {
        if (!expected.mediaTypes().contains(mediaType)) {
            throw new Problem(
                    415,
                    "unsupported_media_type",
                    "Send the body as " + String.join(" or ", expected.mediaTypes()) + ", with that Content-Type.");
        }
    }

    private JsonNode parse(byte[] bytes) {
        try {
            return JsonText.read(json, bytes);
        } catch (JsonText.NotJson e) {
            throw new Problem(400, "bad_json", "The body is not JSON: " + e.getMessage());
        }
    }
}
