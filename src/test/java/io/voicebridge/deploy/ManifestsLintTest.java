package io.voicebridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.deploy.Manifests.Manifest;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.Test;

/** The files of deploy/ and the bridge mean the same: settings, ports, health, times, versions. */
class ManifestsLintTest {

    private static final Pattern SETTING = Pattern.compile("\\b(?:BRIDGE|CAMEL)_[A-Z0-9_]+\\b");

    /** Who is told to whom, by the names in {@code docs/networking.md}. */
    private static final Map<String, String> PORTS = Map.of(
            "http", "bridge.http.port",
            "sip-udp", "bridge.sip.port",
            "sip-tcp", "bridge.sip.port",
            "sips", "bridge.sips.port",
            "management", "bridge.management.port");

    private static final Manifest BRIDGE = Manifests.one("StatefulSet", "voice-bridge");
    private static final Manifest INTEGRATION = Manifests.one("Integration", "voice-bridge");

    private final Properties properties = properties();

    private static Properties properties() {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("config/application.properties"))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    @Test
    void everySettingThatIsNamedExists() throws IOException {
        Set<String> known = new TreeSet<>();
        properties.stringPropertyNames().forEach(name -> known.add(variable(name)));
        ComponentModel kafka =
                JsonMapper.generateComponentModel(new DefaultCamelCatalog().componentJSonSchema("kafka"));
        kafka.getComponentOptions()
                .forEach(option -> known.add(variable("camel.component.kafka." + dashed(option.getName()))));
        Map<String, Path> unknown = new TreeMap<>();
        Set<String> named = new TreeSet<>();
        List<Path> files = new ArrayList<>(Manifests.files(".yaml"));
        files.addAll(Manifests.files(".env"));
        for (Path file : files) {
            SETTING.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .peek(named::add)
                    .filter(name -> !known.contains(name))
                    .forEach(name -> unknown.put(name, file));
        }
        assertThat(unknown).isEmpty();
        assertThat(named).contains("BRIDGE_DB_URL", "BRIDGE_SECRETS_KEYS", "CAMEL_COMPONENT_KAFKA_SASL_MECHANISM");
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String dashed(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @Test
    void portsAreThoseThatTheBridgeOpens() {
        List<String> faults = new ArrayList<>();
        for (Manifest manifest : Manifests.all()) {
            if (!manifest.name().startsWith("voice-bridge") || manifest.name().endsWith("postgresql")) {
                continue;
            }
            manifest.container().path("ports").forEach(port -> {
                String property = PORTS.get(port.path("name").asText());
                if (property != null && port.path("containerPort").asInt() != number(property)) {
                    faults.add(manifest + ": " + port);
                }
                if (property == null && !port.path("name").asText().matches("rtp-[0-9]+|inside")) {
                    faults.add(manifest + ": nobody knows the port " + port);
                }
            });
            if (manifest.kind().equals("Service")) {
                manifest.tree().at("/spec/ports").forEach(port -> {
                    String name = port.path("name").asText();
                    JsonNode target = port.path("targetPort");
                    boolean right = target.isTextual()
                            ? target.asText().equals(name)
                            : target.asInt() == number(PORTS.getOrDefault(name, ""));
                    if (!PORTS.containsKey(name) || !right) {
                        faults.add(manifest + ": " + port);
                    }
                    if (!name.equals("http") && port.path("port").asInt() != number(PORTS.get(name))) {
                        faults.add(manifest + ": " + port);
                    }
                });
            }
        }
        assertThat(faults).isEmpty();
        assertThat(INTEGRATION.tree().at("/spec/traits/container/port").asInt()).isEqualTo(number("bridge.http.port"));
        assertThat(INTEGRATION.tree().at("/spec/traits/container/ports/0").asText())
                .isEqualTo("management;" + number("bridge.management.port") + ";TCP");
    }

    private int number(String property) {
        return Integer.parseInt(properties.getProperty(property, "0").trim());
    }

    @Test
    void healthIsAskedWhereTheBridgeAnswersIt() {
        JsonNode container = BRIDGE.container();
        JsonNode health = INTEGRATION.tree().at("/spec/traits/health");
        Map<String, String> paths = Map.of(
                "startup", "/observe/health",
                "readiness", "/observe/health/ready",
                "liveness", "/observe/health/live");
        paths.forEach((kind, path) -> {
            JsonNode asked = container.path(kind + "Probe").path("httpGet");
            assertThat(asked.path("path").asText()).isEqualTo(path);
            assertThat(asked.path("port").asText()).isEqualTo("management");
            assertThat(health.path(kind + "ProbeEnabled").asBoolean()).isTrue();
            assertThat(health.path(kind + "Probe").asText()).isEqualTo(path);
            assertThat(health.path(kind + "Port").asInt()).isEqualTo(number("bridge.management.port"));
        });
    }

    /** A bridge that is stopped refuses calls and waits for those that are up; nobody may end it before. */
    @Test
    void aBridgeIsGivenTheTimeThatItDrains() {
        Map.of(
                        BRIDGE, Path.of("deploy/kubernetes/base/settings.env"),
                        INTEGRATION, Path.of("deploy/camel-k/settings.env"))
                .forEach((manifest, file) -> {
                    int drain = Integer.parseInt(Manifests.settings(file).get("BRIDGE_DRAIN_SECONDS"));
                    JsonNode command = manifest.container().at("/lifecycle/preStop/exec/command");
                    assertThat(command.path(0).asText()).isEqualTo("sleep");
                    int before = command.path(1).asInt();
                    assertThat(drain)
                            .as("a drain outlasts the longest call")
                            .isGreaterThanOrEqualTo(number("bridge.call.max-seconds"));
                    assertThat(manifest.podSpec()
                                    .path("terminationGracePeriodSeconds")
                                    .asInt())
                            .as("time that " + manifest + " is given")
                            .isGreaterThanOrEqualTo(before + drain + 30);
                });
    }

    @Test
    void allContainersRunWithoutRootOnAReadOnlyFileSystem() {
        List<Manifest> pods = Manifests.all().stream()
                .filter(each -> Set.of("StatefulSet", "Deployment").contains(each.kind()) && !Manifests.isPatch(each))
                .toList();
        assertThat(pods).hasSizeGreaterThan(2);
        for (Manifest manifest : pods) {
            JsonNode pod = manifest.podSpec();
            JsonNode container = manifest.container().path("securityContext");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                    .as(manifest.toString())
                    .isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt())
                    .as(manifest.toString())
                    .isPositive();
            assertThat(container.path("readOnlyRootFilesystem").asBoolean())
                    .as(manifest.toString())
                    .isTrue();
            assertThat(container.path("allowPrivilegeEscalation").asBoolean(true))
                    .as(manifest.toString())
                    .isFalse();
            assertThat(container.at("/capabilities/drop/0").asText())
                    .as(manifest.toString())
                    .isEqualTo("ALL");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
                    .as(manifest.toString())
                    .isFalse();
        }
        assertThat(INTEGRATION
                        .container()
                        .at("/securityContext/readOnlyRootFilesystem")
                        .asBoolean())
                .isTrue();
        assertThat(INTEGRATION.tree().at("/spec/traits/container/runAsNonRoot").asBoolean())
                .isTrue();
    }

    /** Whatever the bridge writes has a volume: its data directory, and where libraries unpack themselves. */
    @Test
    void whereTheBridgeWritesThereIsAVolume() {
        assertThat(BRIDGE.container().path("volumeMounts").findValuesAsText("mountPath"))
                .contains(
                        Manifests.settings(Path.of("deploy/kubernetes/base/settings.env"))
                                .get("BRIDGE_DATA_DIR"),
                        "/tmp");
        assertThat(INTEGRATION.tree().at("/spec/traits/mount/emptyDirs").toString())
                .contains(":/data", ":/tmp");
    }

    @Test
    void anIntegrationListsTheWholeRangeOfRtp() {
        Map<String, String> settings = Manifests.settings(Path.of("deploy/camel-k/settings.env"));
        String[] range = settings.get("BRIDGE_RTP_PORTS").split("-");
        int first = Integer.parseInt(range[0]);
        int last = Integer.parseInt(range[1]);
        List<Integer> listed = new ArrayList<>();
        INTEGRATION.container().path("ports").forEach(port -> {
            assertThat(port.path("hostPort").asInt())
                    .isEqualTo(port.path("containerPort").asInt());
            if (port.path("name").asText().startsWith("rtp-")) {
                assertThat(port.path("protocol").asText()).isEqualTo("UDP");
                listed.add(port.path("containerPort").asInt());
            }
        });
        assertThat(listed).first().isEqualTo(first);
        assertThat(listed).hasSize(last - first + 1).last().isEqualTo(last);
        assertThat(Integer.parseInt(settings.get("BRIDGE_CALL_MAX")) * 2)
                .as("ports of all calls, RTP and RTCP")
                .isEqualTo(listed.size());
    }

    @Test
    void theTopicsAreThoseOfTheSettings() {
        Map<String, String> settings = Manifests.settings(Path.of("deploy/kubernetes/components/kafka/settings.env"));
        Set<String> topics = new TreeSet<>();
        Set<String> permitted = new TreeSet<>();
        Manifests.all().stream()
                .filter(each -> each.kind().equals("KafkaTopic"))
                .forEach(topic -> topics.add(topic.name()));
        Manifests.one("KafkaUser", "voice-bridge-kafka-user")
                .tree()
                .at("/spec/authorization/acls")
                .forEach(rule -> {
                    if (rule.at("/resource/type").asText().equals("topic")) {
                        permitted.add(rule.at("/resource/name").asText());
                    } else {
                        assertThat(rule.at("/resource/name").asText())
                                .isEqualTo(properties.getProperty("bridge.kafka.group"));
                    }
                });
        assertThat(topics)
                .containsExactlyInAnyOrder(
                        properties.getProperty("bridge.kafka.events-topic"),
                        settings.get("BRIDGE_KAFKA_OUTCOMES_TOPIC"),
                        properties.getProperty("bridge.kafka.dead-letter-topic"))
                .isEqualTo(permitted);
        assertThat(Manifests.one("Pipe", "outcomes-to-crm")
                        .tree()
                        .at("/spec/source/uri")
                        .asText())
                .isEqualTo("kafka:" + properties.getProperty("bridge.kafka.events-topic"));
    }

    @Test
    void theOptionsOfThePipeExist() {
        JsonNode spec = Manifests.one("Pipe", "outcomes-to-crm").tree().path("spec");
        Set<String> kafka = new TreeSet<>();
        JsonMapper.generateComponentModel(new DefaultCamelCatalog().componentJSonSchema("kafka"))
                .getEndpointOptions()
                .forEach(option -> kafka.add(option.getName()));
        Set<String> http = new TreeSet<>();
        JsonMapper.generateComponentModel(new DefaultCamelCatalog().componentJSonSchema("https"))
                .getEndpointOptions()
                .forEach(option -> http.add(option.getName()));
        spec.at("/source/properties").fieldNames().forEachRemaining(name -> assertThat(kafka)
                .contains(name));
        spec.at("/sink/properties").fieldNames().forEachRemaining(name -> assertThat(http)
                .contains(name));
    }

    @Test
    void theVersionIsTheOneThatIsBuilt() throws IOException {
        String version = Pattern.compile("<artifactId>voice-bridge</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
        assertThat(INTEGRATION.tree().at("/spec/traits/container/image").asText())
                .isEqualTo("voice-bridge:" + version);
        assertThat(Manifests.read(Path.of("deploy/kubernetes/base/kustomization.yaml"))
                        .at("/images/0/newTag")
                        .asText())
                .isEqualTo(version);
    }

    /** The front must know every bridge that scaling can start. */
    @Test
    void theFrontKnowsAsManyBridgesAsThereCanBe() throws IOException {
        int most = Manifests.one("ScaledObject", "voice-bridge")
                .tree()
                .at("/spec/maxReplicaCount")
                .asInt();
        List<String> bridges;
        try (Stream<String> lines = Files.lines(Path.of("deploy/kubernetes/components/front/dispatcher.list"))) {
            bridges = lines.filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        }
        assertThat(bridges).hasSize(most);
        for (int i = 0; i < most; i++) {
            assertThat(bridges.get(i))
                    .isEqualTo("1 sip:" + BRIDGE.name() + '-' + i + '.'
                            + BRIDGE.tree().at("/spec/serviceName").asText() + ':' + number("bridge.sip.port") + " 16");
        }
    }
}
