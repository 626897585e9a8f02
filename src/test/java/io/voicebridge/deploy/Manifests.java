package io.voicebridge.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The files of {@code deploy/}, as trees. */
final class Manifests {

    static final Path ROOT = Path.of("deploy");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Manifests() {}

    /** One document of a file. */
    record Manifest(Path file, JsonNode tree) {

        String kind() {
            return tree.path("kind").asText();
        }

        String group() {
            String version = tree.path("apiVersion").asText();
            return version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
        }

        String name() {
            return tree.at("/metadata/name").asText();
        }

        /** The template of its pods; missing if it makes none. */
        JsonNode podSpec() {
            return tree.at("/spec/template/spec");
        }

        /** The first container of its pods. */
        JsonNode container() {
            return podSpec().at("/containers/0");
        }

        @Override
        public String toString() {
            return file + ": " + kind() + ' ' + name();
        }
    }

    static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** All documents of all files that have a kind, kustomizations too. */
    static List<Manifest> all() {
        List<Manifest> all = new ArrayList<>();
        for (Path file : files(".yaml")) {
            documents(file).stream()
                    .filter(document -> document.has("kind"))
                    .forEach(document -> all.add(new Manifest(file, document)));
        }
        return all;
    }

    static Manifest one(String kind, String name) {
        return find(kind, name).orElseThrow(() -> new AssertionError("no " + kind + ' ' + name + " in deploy/"));
    }

    /** The whole one, not a patch of it. */
    static Optional<Manifest> find(String kind, String name) {
        return all().stream()
                .filter(each -> each.kind().equals(kind) && each.name().equals(name) && !isPatch(each))
                .findFirst();
    }

    /** Whether the file is named under {@code patches} of its folder's kustomization. */
    static boolean isPatch(Manifest manifest) {
        Path kustomization = manifest.file().resolveSibling("kustomization.yaml");
        return Files.exists(kustomization)
                && read(kustomization)
                        .path("patches")
                        .findValuesAsText("path")
                        .contains(manifest.file().getFileName().toString());
    }

    static List<JsonNode> documents(Path file) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** Files of deploy/ whose names end so, in order. */
    static List<Path> files(String suffix) {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines {@code NAME=value} of a file for configMapGenerator. */
    static Map<String, String> settings(Path file) {
        Map<String, String> settings = new LinkedHashMap<>();
        try {
            Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("=", 2))
                    .forEach(line -> settings.put(line[0], line[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    /** Visits the node and all below it. */
    static void walk(JsonNode node, Consumer<JsonNode> visitor) {
        visitor.accept(node);
        node.forEach(child -> walk(child, visitor));
    }
}
