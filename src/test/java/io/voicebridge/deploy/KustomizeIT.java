package io.voicebridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.system.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kubectl apply -k} would send to a cluster. */
@RealPeer("kubectl kustomize")
class KustomizeIT {

    @TempDir
    private Path folder;

    private List<JsonNode> build(String kustomization) throws IOException, InterruptedException {
        Programs.require("kubectl", "kubernetes-client");
        Path output = folder.resolve("output.yaml");
        Process kubectl = new ProcessBuilder("kubectl", "kustomize", kustomization)
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        assertThat(kubectl.waitFor())
                .as(() -> {
                    try {
                        return Files.readString(folder.resolve("errors"));
                    } catch (IOException e) {
                        return e.toString();
                    }
                })
                .isZero();
        return Manifests.documents(output);
    }

    private static JsonNode one(List<JsonNode> all, String kind, String name) {
        return all.stream()
                .filter(each -> each.path("kind").asText().equals(kind)
                        && each.at("/metadata/name").asText().startsWith(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + ' ' + name));
    }

    @Test
    void theExampleIsAWholeDeployment() throws Exception {
        List<JsonNode> all = build("deploy/kubernetes/example");

        TreeMap<String, Integer> kinds = new TreeMap<>();
        all.forEach(each -> kinds.merge(each.path("kind").asText(), 1, Integer::sum));
        assertThat(kinds).containsKeys("StatefulSet", "Deployment", "Kafka", "ScaledObject", "Ingress");
        assertThat(kinds).as("Camel K is not needed").doesNotContainKey("Kamelet");
        assertThat(all)
                .allSatisfy(each -> assertThat(each.at("/metadata/namespace").asText())
                        .as(each.path("kind") + " " + each.at("/metadata/name"))
                        .isEqualTo("voice-bridge"));

        JsonNode settings = one(all, "ConfigMap", "voice-bridge-settings").path("data");
        assertThat(settings.path("BRIDGE_SIP_POLICY").asText())
                .as("the front's word, which knows who calls")
                .isEqualTo("default");
        assertThat(settings.path("BRIDGE_KAFKA_OUTCOMES_TOPIC").asText()).isNotEmpty();
        JsonNode bridge = one(all, "StatefulSet", "voice-bridge").at("/spec/template/spec");
        assertThat(bridge.at("/containers/0/envFrom/0/configMapRef/name").asText())
                .as("a changed setting starts the pods anew")
                .isEqualTo(one(all, "ConfigMap", "voice-bridge-settings")
                        .at("/metadata/name")
                        .asText());
        assertThat(bridge.at("/containers/0/volumeMounts").findValuesAsText("mountPath"))
                .contains("/app/routes", "/app/kamelets", "/app/config/carriers", "/tls", "/kafka", "/data", "/tmp");
        assertThat(one(all, "ConfigMap", "voice-bridge-routes")
                        .at("/data/call-intake.camel.yaml")
                        .asText())
                .isEqualTo(Files.readString(Path.of("routes/call-intake.camel.yaml")));
    }

    @Test
    void theIntegrationComesWithItsKameletsAndRoutes() throws Exception {
        List<JsonNode> all = build("deploy/camel-k");

        assertThat(one(all, "Integration", "voice-bridge").at("/spec/traits/mount/resources"))
                .hasSize(3);
        JsonNode kamelet = one(all, "Kamelet", "agent-lookup-action");
        assertThat(kamelet).isEqualTo(Manifests.read(Path.of("kamelets/agent-lookup-action.kamelet.yaml")));
        assertThat(one(all, "ConfigMap", "voice-bridge-kamelets").path("data")).hasSize((int) all.stream()
                .filter(each -> each.path("kind").asText().equals("Kamelet"))
                .count());
        assertThat(one(all, "ConfigMap", "voice-bridge-routes")
                        .at("/metadata/labels")
                        .toString())
                .as("the operator watches it")
                .contains("camel.apache.org/integration");
    }
}
