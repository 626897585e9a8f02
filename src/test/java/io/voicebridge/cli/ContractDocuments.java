package io.voicebridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.harrel.jsonschema.FormatEvaluatorFactory;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The OpenAPI documents as somebody reads them who does not have our code: with a validator for JSON Schema 2020-12 of its
 * own.
 */
final class ContractDocuments {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /** Headers of answers that a client does something with. */
    private static final Set<String> OF_USE = Set.of(
            "Accept-Ranges",
            "Content-Disposition",
            "Content-Range",
            "ETag",
            "Idempotency-Replayed",
            "Location",
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "Retry-After",
            "Set-Cookie",
            "WWW-Authenticate");

    private static final YAMLMapper YAML = new YAMLMapper();

    /** Something that can be asked for. */
    final class Operation {
        final String face;
        final String id;
        final String method;
        /** With the server's part, and the names of parameters in braces. */
        final String path;

        private final JsonNode document;
        private final JsonNode node;

        private Operation(String face, JsonNode document, String path, String method, JsonNode node) {
            this.face = face;
            this.document = document;
            this.path = document.at("/servers/0/url").asText() + path;
            this.method = method.toUpperCase(Locale.ROOT);
            this.node = node;
            this.id = node.path("operationId").asText();
        }

        Set<Integer> statuses() {
            Set<Integer> statuses = new TreeSet<>();
            node.path("responses").fieldNames().forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
            return statuses;
        }

        int success() {
            return statuses().iterator().next();
        }

        /** Whether a link must be shown, which takes the place of a key. */
        boolean needsLink() {
            return node.at("/security/0").has("link");
        }

        /** Whether a key must be shown, by its own word or the document's. */
        boolean needsKey() {
            JsonNode own = node.has("security") ? node.get("security") : document.path("security");
            return !own.isEmpty() && !needsLink();
        }

        boolean hasId() {
            return path.contains("{id}");
        }

        boolean takes(String parameter) {
            for (JsonNode given : node.path("parameters")) {
                if (resolved(given).path("name").asText().equals(parameter)) {
                    return true;
                }
            }
            return false;
        }

        List<String> queryParameters() {
            List<String> names = new ArrayList<>();
            for (JsonNode given : node.path("parameters")) {
                JsonNode parameter = resolved(given);
                if (parameter.path("in").asText().equals("query")) {
                    names.add(parameter.path("name").asText());
                }
            }
            return names;
        }

        /** The first way of writing the body; empty if there is none. */
        Optional<String> bodyType() {
            return node.has("requestBody")
                    ? Optional.of(node.at("/requestBody/content").fieldNames().next())
                    : Optional.empty();
        }

        /** The document's own example of a body. */
        JsonNode bodyExample() {
            return node.at("/requestBody/content/" + pointer(bodyType().orElse("")) + "/example");
        }

        List<String> faultsOfRequest(JsonNode body) {
            return faults(node.at("/requestBody/content/" + pointer(bodyType().orElse("")) + "/schema"), body);
        }

        /** What is wrong with an answer by its status, type, headers and body. */
        List<String> faultsOfAnswer(ContractWorld.Answer answer) throws IOException {
            JsonNode response = resolved(node.path("responses").path(Integer.toString(answer.status())));
            if (response.isMissingNode()) {
                return List.of("the status " + answer.status() + " is not documented: " + answer.text());
            }
            List<String> faults = faultsOfHeaders(response.path("headers"), answer);
            String type = answer.header("Content-Type").orElse("").split(";")[0].strip();
            if (!response.has("content")) {
                return answer.text().isEmpty() ? faults : List.of("there is a body: " + answer.text());
            }
            JsonNode media = response.at("/content/" + pointer(type));
            if (media.isMissingNode()) {
                return List.of("the type " + type + " is not documented for " + answer.status());
            }
            boolean isText =
                    resolved(media.path("schema")).path("type").asText().equals("string");
            faults.addAll(faults(
                    media.path("schema"), isText ? TextNode.valueOf(answer.text()) : YAML.readTree(answer.text())));
            return faults;
        }

        /** Both ways: what the document promises is there and as described, and what a client may go by is in the document. */
        private List<String> faultsOfHeaders(JsonNode described, ContractWorld.Answer answer) {
            List<String> faults = new ArrayList<>();
            described.fields().forEachRemaining(header -> {
                JsonNode description = resolved(header.getValue());
                Optional<String> value = answer.header(header.getKey());
                if (value.isEmpty() && description.path("required").asBoolean()) {
                    faults.add("there is no header " + header.getKey());
                }
                value.ifPresent(text -> faults(description.path("schema"), TextNode.valueOf(text))
                        .forEach(fault -> faults.add("the header " + header.getKey() + ": " + fault)));
            });
            Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            described.fieldNames().forEachRemaining(names::add);
            OF_USE.stream()
                    .filter(name -> answer.header(name).isPresent() && !names.contains(name))
                    .forEach(name -> faults.add("the header " + name + " is not documented"));
            return faults;
        }

        private JsonNode resolved(JsonNode part) {
            return part.has("$ref")
                    ? resolved(document.at(part.get("$ref").asText().substring(1)))
                    : part;
        }

        /** The schema is judged with the document's components beside it, to which it may refer. */
        private List<String> faults(JsonNode schema, JsonNode value) {
            Validator validator = validators.computeIfAbsent(face, name -> new ValidatorFactory()
                    .withJsonNodeFactory(new JacksonNode.Factory())
                    .withEvaluatorFactory(new FormatEvaluatorFactory())
                    .withDisabledSchemaValidation(true)
                    .createValidator());
            URI uri = registered.computeIfAbsent(face + schema, name -> {
                ObjectNode whole = schema.isObject() ? ((ObjectNode) schema).deepCopy() : YAML.createObjectNode();
                whole.set("components", document.path("components"));
                return validator.registerSchema(
                        URI.create("https://contract.invalid/" + face + '/' + registered.size()), whole);
            });
            return validator.validate(uri, value).getErrors().stream()
                    .map(error -> error.getInstanceLocation() + ": " + error.getError())
                    .toList();
        }

        @Override
        public String toString() {
            return id + ": " + method + ' ' + path;
        }
    }

    private final Map<String, Validator> validators = new HashMap<>();
    private final Map<String, URI> registered = new java.util.concurrent.ConcurrentHashMap<>();
    private final List<Operation> operations = new ArrayList<>();

    ContractDocuments() throws IOException {
        for (String face : List.of("five9", "hooks", "api")) {
            JsonNode document = YAML.readTree(Files.readAllBytes(Path.of("config/openapi/" + face + ".yaml")));
            document.path("paths")
                    .fields()
                    .forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
                        if (METHODS.contains(method.getKey())) {
                            operations.add(
                                    new Operation(face, document, path.getKey(), method.getKey(), method.getValue()));
                        }
                    }));
        }
    }

    List<Operation> operations() {
        return operations;
    }

    private static String pointer(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }
}
