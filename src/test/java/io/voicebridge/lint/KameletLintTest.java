package io.voicebridge.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The law for kamelets/, after the rules of Apache Camel's own catalogue. */
class KameletLintTest {

    @TestFactory
    Stream<DynamicTest> kameletsAreUsableOnTheirOwn() {
        return YamlFiles.kamelets().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private static void check(Path file) {
        JsonNode kamelet = YamlFiles.read(file);
        String name = kamelet.at("/metadata/name").asText();
        String type = kamelet.at("/metadata/labels")
                .path("camel.apache.org~1kamelet.type")
                .asText();
        if (type.isEmpty()) {
            type = kamelet.at("/metadata/labels")
                    .path("camel.apache.org/kamelet.type")
                    .asText();
        }
        assertThat(file.getFileName().toString()).isEqualTo(name + ".kamelet.yaml");
        assertThat(type).isIn("source", "sink", "action");
        assertThat(name).endsWith("-" + type);

        JsonNode definition = kamelet.at("/spec/definition");
        assertThat(definition.path("title").asText()).matches("([A-Z0-9]\\S*)( \\S+)*");
        assertThat(definition.path("description").asText()).isNotBlank();
        assertThat(definition.path("type").asText()).isEqualTo("object");

        String template = kamelet.at("/spec/template").toString();
        JsonNode properties = definition.path("properties");
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            for (String key : List.of("title", "description", "type")) {
                assertThat(property.getValue().path(key).asText())
                        .as(property.getKey() + " has a " + key)
                        .isNotBlank();
            }
            assertThat(template)
                    .as("the template uses the property " + property.getKey())
                    .contains(property.getKey() + "}}");
        }
        definition.path("required").forEach(required -> assertThat(properties.has(required.asText()))
                .as("the required property " + required.asText() + " is declared")
                .isTrue());

        kamelet.at("/spec/dependencies")
                .forEach(dependency -> assertThat(dependency.asText()).matches("(camel:|mvn:|github:).+"));
        assertThat(kamelet.at("/spec/dependencies")).isNotEmpty();
        if (!type.equals("source")) {
            assertThat(kamelet.at("/spec/template/from/uri").asText()).isEqualTo("kamelet:source");
        }
    }
}
