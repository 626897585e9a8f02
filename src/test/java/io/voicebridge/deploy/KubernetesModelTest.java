package io.voicebridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.voicebridge.deploy.Manifests.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a cluster would refuse, or silently leave out, is found here: fields that its kinds do not have. */
class KubernetesModelTest {

    private static final Map<String, Class<?>> KINDS = Map.of(
            "apps/StatefulSet", StatefulSet.class,
            "apps/Deployment", Deployment.class,
            "/Service", Service.class,
            "/PersistentVolumeClaim", PersistentVolumeClaim.class,
            "policy/PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/Ingress", Ingress.class);

    /** Kinds of operators, checked elsewhere or by the schema of the fields that they use. */
    private static final Set<String> BY_SCHEMA = Set.of(
            "kafka.strimzi.io", "keda.sh", "camel.apache.org", "monitoring.coreos.com", "kustomize.config.k8s.io");

    /** The models keep fields that they do not know, which is what is looked for here. */
    private final ObjectMapper strict = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @Test
    void everyManifestHasOnlyFieldsOfItsKind() {
        List<String> faults = new ArrayList<>();
        int checked = 0;
        for (Manifest manifest : Manifests.all()) {
            Class<?> model = KINDS.get(manifest.group() + '/' + manifest.kind());
            if (model != null) {
                checked++;
                fault(manifest.tree(), model).ifPresent(fault -> faults.add(manifest + ": " + fault));
            } else if (!BY_SCHEMA.contains(manifest.group())) {
                faults.add(manifest + ": of an unknown kind");
            }
        }
        assertThat(faults).isEmpty();
        assertThat(checked).isGreaterThan(10);
    }

    @Test
    void aFieldThatTheKindDoesNotHaveIsAFault() throws IOException {
        JsonNode wrong = new ObjectMapper(new YAMLFactory()).readTree("""
                apiVersion: apps/v1
                kind: StatefulSet
                spec: {template: {spec: {hostNetworks: true}}}
                """);

        assertThat(fault(wrong, StatefulSet.class)).get().asString().contains("hostNetworks");
    }

    private Optional<String> fault(JsonNode tree, Class<?> model) {
        try {
            strict.treeToValue(tree, model);
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.of(e.getOriginalMessage());
        }
    }

    /** The template of an Integration is a part of what a pod has. */
    @Test
    void thePodsOfAnIntegrationHaveOnlyFieldsOfPods() {
        Manifest integration = Manifests.one("Integration", "voice-bridge");

        assertThat(fault(integration.podSpec(), PodSpec.class)).isEmpty();
        assertThat(integration.container().path("name").asText())
                .as("the name that the operator gives to the container")
                .isEqualTo("integration");
    }

    /** The schema of the fields in use, written from the reference of each operator. */
    @Test
    void manifestsOfOperatorsFitTheSchemaOfTheFieldsInUse() throws IOException {
        JsonNode schemas = Manifests.read(Path.of("src/test/resources/deploy/operators.yaml"));
        Map<String, Set<ValidationMessage>> faults = new TreeMap<>();
        List<String> checked = new ArrayList<>();
        for (Manifest manifest : Manifests.all()) {
            JsonNode schema = schemas.path(manifest.kind());
            if (!KINDS.containsKey(manifest.group() + '/' + manifest.kind()) && !isKustomization(manifest)) {
                assertThat(schema.isMissingNode())
                        .as("operators.yaml describes " + manifest.kind())
                        .isFalse();
                checked.add(manifest.kind());
                Set<ValidationMessage> found = schema(schema).validate(manifest.tree());
                if (!found.isEmpty()) {
                    faults.put(manifest.toString(), found);
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(checked).contains("Integration", "Pipe", "ScaledObject", "Kafka", "KafkaUser");
    }

    private static boolean isKustomization(Manifest manifest) {
        return manifest.group().equals("kustomize.config.k8s.io");
    }

    private static JsonSchema schema(JsonNode schema) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        schema,
                        SchemaValidatorsConfig.builder().locale(Locale.ENGLISH).build());
    }

    /** By Camel K's own definition, closed: the cluster would drop what it does not know. */
    @Test
    void kameletsFitTheDefinitionOfCamelK() throws IOException {
        JsonNode definition;
        try (InputStream yaml = getClass().getResourceAsStream("/camel.apache.org_kamelets.yaml")) {
            definition = new ObjectMapper(new YAMLFactory()).readTree(yaml);
        }
        JsonNode schema = definition.at("/spec/versions/0/schema/openAPIV3Schema");
        ClosedSchema.close(schema);
        Map<String, Set<ValidationMessage>> faults = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("kamelets"))) {
            List<Path> kamelets = files.filter(file -> file.toString().endsWith(".kamelet.yaml"))
                    .toList();
            for (Path file : kamelets) {
                JsonNode kamelet = Manifests.read(file);
                assertThat(kamelet.path("apiVersion").asText())
                        .isEqualTo(definition.at("/spec/group").asText()
                                + '/'
                                + definition.at("/spec/versions/0/name").asText());
                Set<ValidationMessage> found = schema(schema).validate(kamelet);
                if (!found.isEmpty()) {
                    faults.put(file.toString(), found);
                }
            }
            assertThat(kamelets).isNotEmpty();
        }
        assertThat(faults).isEmpty();
    }
}
