package io.voicebridge.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the operations of an OpenAPI 3.1 document, whose schemas are JSON Schema 2020-12. */
final class OpenApi {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static final SchemaValidatorsConfig CHECKS = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .formatAssertionsEnabled(true)
            .locale(Locale.ENGLISH)
            .build();

    /** The keywords of OpenAPI around a schema mean nothing to the validator. */
    private static final JsonMetaSchema DIALECT = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
            .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
            .build();

    private final JsonNode document;

    /** The document as one schema: what is asked of it shares its tree, which a schema by its own location would copy. */
    private final JsonSchema root;

    private final Map<String, JsonSchema> schemas = new HashMap<>();

    private OpenApi(String location, JsonNode document) {
        this.document = document;
        this.root = JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
                .metaSchema(DIALECT)
                .build()
                .getSchema(SchemaLocation.of(location), document, CHECKS);
    }

    static OpenApi read(Path file) throws IOException {
        JsonNode document = new YAMLMapper().readTree(Files.readAllBytes(file));
        return new OpenApi("https://schemas.voicebridge.invalid/" + file.getFileName(), document);
    }

    /**
     * The document without all that a router does not need: where it is served, and by which operation. To read all of api.yaml takes
     * Camel a quarter of the bridge's start.
     */
    JsonNode outline() {
        ObjectNode outline = JsonNodeFactory.instance.objectNode();
        // What is left of the document is the same in both releases, and Camel's parser walks one of 3.1 twice
        outline.put("openapi", "3.0.3");
        outline.set("info", document.path("info"));
        outline.set("servers", document.path("servers"));
        ObjectNode paths = outline.putObject("paths");
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
                    if (METHODS.contains(method.getKey())) {
                        ObjectNode operation =
                                paths.withObjectProperty(path.getKey()).putObject(method.getKey());
                        operation.set("operationId", method.getValue().path("operationId"));
                        operation.putObject("responses").putObject("default").put("description", "");
                    }
                }));
        return outline;
    }

    /** The operations of the document by their ids. */
    Map<String, Operation> operations() {
        String base = document.at("/servers/0/url").asText("");
        Map<String, Operation> operations = new LinkedHashMap<>();
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
                    if (METHODS.contains(method.getKey())) {
                        Operation operation = operation(base, path.getKey(), path.getValue(), method.getKey());
                        operations.put(operation.id(), operation);
                    }
                }));
        return operations;
    }

    private Operation operation(String base, String path, JsonNode item, String method) {
        JsonNode node = item.get(method);
        String pointer = "/paths/" + escaped(path) + '/' + method;
        List<Parameter> parameters = new ArrayList<>();
        parameters(item.path("parameters"), "/paths/" + escaped(path) + "/parameters", parameters);
        parameters(node.path("parameters"), pointer + "/parameters", parameters);

        Map<Integer, JsonSchema> responses = new HashMap<>();
        Set<Integer> statuses = new LinkedHashSet<>();
        node.path("responses").fieldNames().forEachRemaining(status -> {
            Resolved response = resolve(pointer + "/responses/" + status);
            statuses.add(Integer.valueOf(status));
            response.node().path("content").fields().forEachRemaining(content -> {
                if (content.getKey().endsWith("json")) {
                    responses.put(
                            Integer.valueOf(status),
                            schema(response.pointer() + "/content/" + escaped(content.getKey()) + "/schema"));
                }
            });
        });
        int success = statuses.stream()
                .filter(status -> status / 100 == 2)
                .findFirst()
                .orElse(200);
        return new Operation(
                node.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                base + path,
                List.copyOf(parameters),
                body(node, pointer),
                success,
                Set.copyOf(statuses),
                Map.copyOf(responses));
    }

    private void parameters(JsonNode list, String pointer, List<Parameter> parameters) {
        for (int i = 0; i < list.size(); i++) {
            Resolved parameter = resolve(pointer + '/' + i);
            parameters.add(new Parameter(
                    parameter.node().path("name").asText(),
                    parameter.node().path("in").asText(),
                    parameter.node().path("required").asBoolean(false),
                    schema(parameter.pointer() + "/schema")));
        }
    }

    private Optional<Operation.Body> body(JsonNode node, String pointer) {
        if (!node.has("requestBody")) {
            return Optional.empty();
        }
        Resolved body = resolve(pointer + "/requestBody");
        JsonNode content = body.node().path("content");
        Set<String> types = new LinkedHashSet<>();
        content.fieldNames().forEachRemaining(types::add);
        String schema = body.pointer() + "/content/" + escaped(types.iterator().next()) + "/schema";
        return Optional.of(
                new Operation.Body(body.node().path("required").asBoolean(false), Set.copyOf(types), schema(schema)));
    }

    private record Resolved(JsonNode node, String pointer) {}

    /** Follows the references of the document's own parts; those inside of schemas are the validator's. */
    private Resolved resolve(String pointer) {
        JsonNode node = document.at(pointer);
        return node.has("$ref") ? resolve(node.get("$ref").asText().substring(1)) : new Resolved(node, pointer);
    }

    private JsonSchema schema(String pointer) {
        return schemas.computeIfAbsent(pointer, place -> root.getSubSchema(SchemaLocation.Fragment.of(place)));
    }

    private static String escaped(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }
}
