package io.voicebridge.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Problem.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The OpenAPI documents of {@code config/openapi}: what may be sent and what is answered. Bean {@code contract}.
 * Thread-safe.
 */
public final class Contract {

    private final Path folder;
    private final Map<String, Operation> operations;
    private final Map<String, JsonNode> outlines;
    private final List<Place> places;

    /** A path of the contract and what can be done there, by method. */
    private record Place(String[] template, Map<String, Operation> methods) {

        /** True if the segments of a request's path fit the template; as for Camel, case does not count. */
        boolean isAt(String[] segments) {
            if (template.length != segments.length) {
                return false;
            }
            // from the end: that is where paths differ
            for (int i = template.length - 1; i >= 0; i--) {
                boolean fits = template[i].startsWith("{")
                        ? !segments[i].isEmpty()
                        : template[i].equalsIgnoreCase(segments[i]);
                if (!fits) {
                    return false;
                }
            }
            return true;
        }
    }

    private Contract(Path folder, Map<String, Operation> operations, Map<String, JsonNode> outlines) {
        this.folder = folder;
        this.outlines = Map.copyOf(outlines);
        this.operations = Map.copyOf(operations);
        this.places = places(operations.values());
    }

    /** @throws IOException if a document cannot be read */
    public static Contract of(Path folder) throws IOException {
        Map<String, Operation> operations = new HashMap<>();
        Map<String, JsonNode> outlines = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                OpenApi document = OpenApi.read(file);
                operations.putAll(document.operations());
                outlines.put(file.getFileName().toString(), document.outline());
            }
        }
        return new Contract(folder, operations, outlines);
    }

    /** Their ids, which are the names of the {@code direct:} routes that serve them. */
    public Set<String> operationIds() {
        return operations.keySet();
    }

    /** Where the operation is served, such as {@code /api/v1/agents/{id}}; empty if there is none of the name. */
    public Optional<String> pathOf(String operationId) {
        return Optional.ofNullable(operations.get(operationId)).map(Operation::path);
    }

    Operation operation(String id) {
        return Optional.ofNullable(operations.get(id))
                .orElseThrow(() -> new IllegalArgumentException("No operation " + id + " in " + folder));
    }

    /** The most literal path first: of {@code /a/b} and <code>/a/{id}</code> that is the one that a request means. */
    private static List<Place> places(Collection<Operation> operations) {
        Map<String, Map<String, Operation>> byPath = new TreeMap<>();
        operations.forEach(operation -> byPath.computeIfAbsent(operation.path(), path -> new HashMap<>())
                .put(operation.method(), operation));
        return byPath.entrySet().stream()
                .sorted(Comparator.comparingLong(
                        path -> path.getKey().chars().filter(c -> c == '{').count()))
                .map(path -> new Place(Operation.segments(path.getKey()), Map.copyOf(path.getValue())))
                .toList();
    }

    /** The operation that a request asks for. */
    Optional<Operation> at(String method, String path) {
        String[] segments = Operation.segments(path);
        for (Place place : places) {
            if (place.isAt(segments) && place.methods().containsKey(method)) {
                return Optional.of(place.methods().get(method));
            }
        }
        return Optional.empty();
    }

    /** Whether the path is in the contract, with whatever method. */
    boolean knows(String path) {
        String[] segments = Operation.segments(path);
        return places.stream().anyMatch(place -> place.isAt(segments));
    }

    /** What is wrong with a value; empty if nothing is. */
    static List<Fault> faults(JsonSchema schema, JsonNode value) {
        List<Fault> faults = new ArrayList<>();
        for (ValidationMessage message : schema.validate(value)) {
            String pointer = message.getInstanceLocation().toString();
            String property = message.getProperty();
            faults.add(new Fault(
                    property == null
                            ? pointer
                            : pointer + '/' + property.replace("~", "~0").replace("/", "~1"),
                    message.getError()));
        }
        return faults;
    }

    /** @throws Problem 422 {@code invalid_request} with everything that is wrong */
    static void check(Operation.Body expected, JsonNode body) {
        List<Fault> faults = new ArrayList<>();
        Unstorable.in(body, faults);
        if (faults.isEmpty()) {
            // the validator fails on a number that is infinite
            faults.addAll(faults(expected.schema(), body));
        }
        if (!faults.isEmpty()) {
            throw new Problem(422, "invalid_request", "The body is not as the API describes it.", faults);
        }
    }

    /** The same for a body that did not come over HTTP. */
    public void check(String operationId, JsonNode body) {
        operation(operationId).body().ifPresent(expected -> check(expected, body));
    }

    /** What is wrong with a response of an operation: for tests. */
    public List<Fault> faultsOfResponse(String operationId, int status, JsonNode body) {
        Operation operation = operation(operationId);
        if (!operation.statuses().contains(status)) {
            return List.of(new Fault("", "The status " + status + " is not declared by " + operationId));
        }
        return Optional.ofNullable(operation.responses().get(status))
                .map(schema -> faults(schema, body))
                .orElse(List.of());
    }

    /** The paths and operations of a document, such as {@code api.yaml}, for a router; empty if there is none of this name. */
    Optional<JsonNode> outline(String name) {
        return Optional.ofNullable(outlines.get(name));
    }

    /**
     * The text of a document, as it is.
     *
     * @param name such as {@code api.yaml}
     * @throws Problem 404
     */
    public byte[] document(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!name.matches("[a-z0-9]+[.]yaml") || !Files.isRegularFile(file)) {
            throw new Problem(404, "not_found", "There is no document " + name + '.');
        }
        return Files.readAllBytes(file);
    }
}
