package io.voicebridge.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.LanguageValidationResult;
import org.junit.jupiter.api.Test;

/** The law for routes/: schema, endpoint options, expressions, names, error paths, size. */
class RouteLintTest {

    /** A route with more steps than this is two routes. */
    private static final int MAX_STEPS = 14;

    private static final Set<String> WITHOUT_OWN_ERROR_PATH = Set.of("rest");

    private final CamelCatalog catalog = catalogWithOurComponents();

    @Test
    void routesFollowTheSchemaOfTheYamlDsl() {
        assertThat(schemaFaults(YamlFiles.routes())).isEmpty();
    }

    @Test
    void kameletTemplatesFollowTheSchemaOfTheYamlDsl() {
        Map<Path, Set<ValidationMessage>> faults = new TreeMap<>();
        JsonSchema schema = yamlDslSchema();
        for (Path file : YamlFiles.kamelets()) {
            JsonNode from = YamlFiles.read(file).at("/spec/template/from");
            JsonNode asRoute =
                    new com.fasterxml.jackson.databind.ObjectMapper().valueToTree(List.of(Map.of("from", from)));
            Set<ValidationMessage> found = schema.validate(asRoute);
            if (!found.isEmpty()) {
                faults.put(file, found);
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void endpointsAndTheirOptionsExist() {
        List<String> faults = new ArrayList<>();
        for (Path file : both()) {
            for (JsonNode node : YamlFiles.descendants(YamlFiles.read(file))) {
                if (node.has("uri") && node.get("uri").isTextual()) {
                    endpointFault(node).ifPresent(fault -> faults.add(file + ": " + fault));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    /** Camel's timers are of {@code java.util.Timer}, which stands still for as long as the clock was put back. */
    @Test
    void whatIsDoneFromTimeToTimeDoesNotGoByTheClockOfTheMachine() {
        List<String> faults = new ArrayList<>();
        for (Path file : both()) {
            for (JsonNode node : YamlFiles.descendants(YamlFiles.read(file))) {
                if (node.path("uri").asText().startsWith("timer:")) {
                    faults.add(file + ": " + node.path("uri").asText() + " has to be a scheduler:");
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void simpleExpressionsParse() {
        List<String> faults = new ArrayList<>();
        for (Path file : both()) {
            for (JsonNode node : YamlFiles.descendants(YamlFiles.read(file))) {
                JsonNode simple = node.path("simple");
                String text = simple.isTextual()
                        ? simple.asText()
                        : simple.path("expression").asText("");
                if (!text.isEmpty() && !text.contains("{{")) {
                    LanguageValidationResult result = looksLikePredicate(text)
                            ? catalog.validateLanguagePredicate(getClass().getClassLoader(), "simple", text)
                            : catalog.validateLanguageExpression(getClass().getClassLoader(), "simple", text);
                    if (!result.isSuccess()) {
                        faults.add(file + ": " + text + ": " + result.getShortError());
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void everyRouteSaysWhatItIs() {
        List<String> faults = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        YamlFiles.eachRoute((file, route) -> {
            String id = route.path("id").asText();
            if (!id.matches("[a-z][a-z0-9]*(-[a-z0-9]+)+")) {
                faults.add(file + ": the id '" + id + "' is not kebab-case of noun and verb");
            }
            if (!ids.add(id)) {
                faults.add(file + ": the id " + id + " is taken");
            }
            for (String key : List.of("group", "description")) {
                if (route.path(key).asText().isBlank()) {
                    faults.add(file + ": " + id + " has no " + key);
                }
            }
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void everyRouteHasAnErrorPath() {
        List<String> faults = new ArrayList<>();
        YamlFiles.eachRoute((file, route) -> {
            boolean own = route.has("routeConfigurationId") || route.has("errorHandler");
            if (!own && !WITHOUT_OWN_ERROR_PATH.contains(route.path("id").asText())) {
                faults.add(file + ": " + route.path("id").asText() + " names no routeConfigurationId");
            }
        });
        assertThat(faults).isEmpty();
    }

    /** That step runs the rest of the route inside the kamelet, where the route's error configuration does not reach. */
    @Test
    void kameletsAreCalledByToAndNotByTheStepOfThatName() {
        List<String> faults = new ArrayList<>();
        for (Path file : both()) {
            for (JsonNode node : YamlFiles.descendants(YamlFiles.read(file))) {
                node.path("steps").forEach(step -> {
                    if (step.has("kamelet")) {
                        faults.add(file + ": use to: kamelet:" + step.get("kamelet") + " instead");
                    }
                });
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void aRouteIsShortEnoughToRead() {
        List<String> faults = new ArrayList<>();
        YamlFiles.eachRoute((file, route) -> {
            int steps = route.at("/from/steps").size();
            if (steps > MAX_STEPS) {
                faults.add(file + ": " + route.path("id").asText() + " has " + steps + " steps");
            }
        });
        assertThat(faults).isEmpty();
    }

    private Map<Path, Set<ValidationMessage>> schemaFaults(List<Path> files) {
        JsonSchema schema = yamlDslSchema();
        Map<Path, Set<ValidationMessage>> faults = new TreeMap<>();
        for (Path file : files) {
            Set<ValidationMessage> found = schema.validate(YamlFiles.read(file));
            if (!found.isEmpty()) {
                faults.put(file, found);
            }
        }
        return faults;
    }

    private java.util.Optional<String> endpointFault(JsonNode node) {
        String uri = node.get("uri").asText();
        if (uri.contains("{{") || uri.startsWith("${")) {
            return java.util.Optional.empty();
        }
        Map<String, String> options = new LinkedHashMap<>();
        node.path("parameters").fields().forEachRemaining(option -> {
            if (!option.getValue().isContainerNode()) {
                options.put(option.getKey(), option.getValue().asText());
            }
        });
        if (uri.startsWith("kamelet:")) {
            return kameletFault(uri, options.keySet());
        }
        StringBuilder whole = new StringBuilder(uri);
        options.forEach((name, value) -> whole.append(whole.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(value));
        EndpointValidationResult result = catalog.validateEndpointProperties(whole.toString());
        return result.isSuccess()
                ? java.util.Optional.empty()
                : java.util.Optional.of(result.summaryErrorMessage(true));
    }

    private static java.util.Optional<String> kameletFault(String uri, Set<String> options) {
        String name = uri.substring("kamelet:".length()).replaceAll("[?/].*", "");
        if (name.equals("source") || name.equals("sink")) {
            return java.util.Optional.empty();
        }
        for (Path file : YamlFiles.kamelets()) {
            if (file.getFileName().toString().equals(name + ".kamelet.yaml")) {
                JsonNode known = YamlFiles.read(file).at("/spec/definition/properties");
                return options.stream()
                        .filter(option -> !known.has(option))
                        .findFirst()
                        .map(option -> uri + " has no property " + option);
            }
        }
        return java.util.Optional.of(uri + ": there is no such kamelet");
    }

    private static boolean looksLikePredicate(String text) {
        return text.matches("(?s).*(==|!=|>|<|=~| contains | in | regex | is | range |&&|\\|\\|).*");
    }

    private static List<Path> both() {
        List<Path> files = new ArrayList<>(YamlFiles.routes());
        files.addAll(YamlFiles.kamelets());
        return files;
    }

    private static JsonSchema yamlDslSchema() {
        InputStream schema = RouteLintTest.class.getResourceAsStream("/schema/camelYamlDsl.json");
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(
                        schema,
                        SchemaValidatorsConfig.builder().locale(Locale.ENGLISH).build());
    }

    private static CamelCatalog catalogWithOurComponents() {
        DefaultCamelCatalog catalog = new DefaultCamelCatalog();
        try (InputStream json =
                RouteLintTest.class.getResourceAsStream("/META-INF/io/voicebridge/component/sip/sip.json")) {
            if (json != null) {
                catalog.addComponent(
                        "sip",
                        "io.voicebridge.component.sip.SipComponent",
                        new String(json.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return catalog;
    }
}
