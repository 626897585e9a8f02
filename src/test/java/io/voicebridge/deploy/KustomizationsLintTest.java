package io.voicebridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.deploy.Manifests.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kustomizations name files that are there, and all of those that a cluster needs as a whole. */
class KustomizationsLintTest {

    @Test
    void everyFileAndFolderThatIsNamedIsThere() {
        List<Path> kustomizations = new ArrayList<>(List.of(
                Path.of("routes/kustomization.yaml"),
                Path.of("kamelets/kustomization.yaml"),
                Path.of("config/kustomization.yaml")));
        Manifests.files("kustomization.yaml").forEach(kustomizations::add);
        List<String> missing = new ArrayList<>();
        for (Path file : kustomizations) {
            JsonNode tree = Manifests.read(file);
            List<JsonNode> named = new ArrayList<>();
            tree.path("resources").forEach(named::add);
            tree.path("components").forEach(named::add);
            tree.path("patches").forEach(patch -> named.addAll(patch.findValues("path")));
            tree.path("configMapGenerator").forEach(map -> {
                map.path("files").forEach(named::add);
                map.path("envs").forEach(named::add);
            });
            for (JsonNode each : named) {
                Path target = file.resolveSibling(each.asText()).normalize();
                boolean there = Files.isDirectory(target)
                        ? Files.exists(target.resolve("kustomization.yaml"))
                        : Files.exists(target);
                // The path inside a JSON patch is one of the manifest
                if (!there && !each.asText().startsWith("/")) {
                    missing.add(file + ": " + each.asText());
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(kustomizations).hasSizeGreaterThan(8);
    }

    @Test
    void everyManifestIsPartOfAKustomization() {
        Set<String> unused = new TreeSet<>();
        for (Manifest manifest : Manifests.all()) {
            Path kustomization = manifest.file().resolveSibling("kustomization.yaml");
            String name = manifest.file().getFileName().toString();
            boolean used = name.equals("kustomization.yaml")
                    || Manifests.isPatch(manifest)
                    || Files.exists(kustomization)
                            && Manifests.read(kustomization)
                                    .path("resources")
                                    .toString()
                                    .contains('"' + name + '"');
            if (!used) {
                unused.add(manifest.toString());
            }
        }
        assertThat(unused).as("applied by hand").containsExactly("deploy/camel-k/pipe.yaml: Pipe outcomes-to-crm");
    }

    @Test
    void noRouteIsLeftOut() throws IOException {
        assertThat(generated("routes", "voice-bridge-routes"))
                .as("routes/kustomization.yaml lists all routes")
                .isEqualTo(files("routes", ".camel.yaml"));
    }

    @Test
    void noKameletIsLeftOut() throws IOException {
        assertThat(generated("kamelets", "voice-bridge-kamelets"))
                .as("kamelets/kustomization.yaml lists all kamelets, twice")
                .isEqualTo(files("kamelets", ".kamelet.yaml"));
        assertThat(texts(Manifests.read(Path.of("kamelets/kustomization.yaml")).path("resources")))
                .isEqualTo(files("kamelets", ".kamelet.yaml"));
    }

    @Test
    void noCarrierIsLeftOut() throws IOException {
        assertThat(generated("config", "voice-bridge-carriers"))
                .containsExactlyElementsOf(files("config/carriers", ".yaml").stream()
                        .map(name -> "carriers/" + name)
                        .toList());
    }

    /** What is mounted is made. */
    @Test
    void everyConfigMapThatIsMountedIsMade() {
        Set<String> made = new TreeSet<>();
        List<Path> kustomizations = new ArrayList<>(Manifests.files("kustomization.yaml"));
        List.of("routes", "kamelets", "config")
                .forEach(folder -> kustomizations.add(Path.of(folder, "kustomization.yaml")));
        kustomizations.forEach(file -> Manifests.read(file)
                .path("configMapGenerator")
                .forEach(map -> made.add(map.path("name").asText())));
        Set<String> mounted = new TreeSet<>();
        for (Manifest manifest : Manifests.all()) {
            Manifests.walk(manifest.tree(), node -> {
                for (String reference : List.of("configMap", "configMapRef")) {
                    if (node.path(reference).has("name")) {
                        mounted.add(node.path(reference).path("name").asText());
                    }
                }
                if (node.isTextual() && node.asText().startsWith("configmap:")) {
                    mounted.add(node.asText().replaceAll("configmap:|[/@].*", ""));
                }
            });
        }
        assertThat(mounted).contains("voice-bridge-routes", "voice-bridge-settings", "voice-bridge-front");
        assertThat(made).containsAll(mounted);
    }

    private static Set<String> generated(String folder, String name) {
        for (JsonNode map :
                Manifests.read(Path.of(folder, "kustomization.yaml")).path("configMapGenerator")) {
            if (map.path("name").asText().equals(name)) {
                return texts(map.path("files"));
            }
        }
        throw new AssertionError(folder + " makes no " + name);
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Set<String> files(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
        }
    }
}
