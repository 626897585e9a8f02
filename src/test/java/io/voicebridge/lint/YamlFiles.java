package io.voicebridge.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The YAML that integration teams edit, as trees. */
final class YamlFiles {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private YamlFiles() {}

    static List<Path> routes() {
        return list("routes", ".camel.yaml");
    }

    static List<Path> kamelets() {
        return list("kamelets", ".kamelet.yaml");
    }

    static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not YAML", e);
        }
    }

    /** Every {@code route} of the route files, with its file. */
    static void eachRoute(BiConsumer<Path, JsonNode> action) {
        for (Path file : routes()) {
            StreamSupport.stream(read(file).spliterator(), false)
                    .filter(item -> item.has("route"))
                    .forEach(item -> action.accept(file, item.get("route")));
        }
    }

    /** The node and all below it. */
    static List<JsonNode> descendants(JsonNode node) {
        List<JsonNode> all = new ArrayList<>();
        collect(node, all);
        return all;
    }

    private static void collect(JsonNode node, List<JsonNode> all) {
        all.add(node);
        node.forEach(child -> collect(child, all));
    }

    private static List<Path> list(String folder, String suffix) {
        if (!Files.isDirectory(Path.of(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
