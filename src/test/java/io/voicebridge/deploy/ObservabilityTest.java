package io.voicebridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.calling.RawCaller;
import io.voicebridge.cli.ApiServer;
import io.voicebridge.cli.Database;
import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.transport.TestAuthority;
import io.voicebridge.sip.transport.TlsSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules and dashboards ask for, a bridge tells from its start on; every alert has its page. */
class ObservabilityTest {

    private static final Path RULES = Path.of("deploy/observability/alerts.yaml");
    private static final Path DASHBOARDS = Path.of("deploy/observability/dashboards");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (\\w+)$");

    @TempDir
    private static Path folder;

    private static ApiServer server;
    private static Map<String, Map<String, Set<String>>> scraped;

    @BeforeAll
    static void start() throws Exception {
        TlsSettings.Identity own = new TestAuthority("Test authority")
                .issue("x")
                .dns("bridge.example")
                .write(folder, "bridge");
        server = ApiServer.start(
                folder.resolve("data"),
                Database.H2,
                Map.of(
                        "bridge.sips.port", "0",
                        "bridge.sips.certificate", own.certificate().toString(),
                        "bridge.sips.key", own.key().toString(),
                        // Neither is there: what tells of them is
                        "bridge.sip.peers", "sip:127.0.0.1:9",
                        "bridge.kafka.brokers", "127.0.0.1:9"));
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            scraped = PromQl.scraped(scrape());
            return scraped.containsKey("sip_peer_up") && scraped.containsKey("kafka_events_waiting");
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String scrape() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.managementPort() + "/observe/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** All expressions, with where they stand. */
    private static Map<String, String> expressions() throws IOException {
        Map<String, String> expressions = new LinkedHashMap<>();
        for (JsonNode rule : rules()) {
            expressions.put(rule.path("alert").asText(), rule.path("expr").asText());
        }
        for (JsonNode dashboard : dashboards()) {
            for (JsonNode panel : dashboard.path("panels")) {
                panel.path("targets")
                        .forEach(target -> expressions.put(
                                dashboard.path("title").asText() + ", "
                                        + panel.path("title").asText() + ' '
                                        + target.path("refId").asText(),
                                target.path("expr").asText()));
            }
        }
        return expressions;
    }

    static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        Manifests.read(RULES).path("groups").forEach(group -> group.path("rules")
                .forEach(rules::add));
        return rules;
    }

    static List<JsonNode> dashboards() throws IOException {
        List<JsonNode> dashboards = new ArrayList<>();
        for (Path file : Manifests.files(".json")) {
            assertThat(file.getParent()).isEqualTo(DASHBOARDS);
            dashboards.add(new ObjectMapper().readTree(file.toFile()));
        }
        return dashboards;
    }

    @Test
    void everySeriesThatIsAskedForIsThereFromTheStart() throws IOException {
        Map<String, String> missing = new LinkedHashMap<>();
        Set<String> asked = new TreeSet<>();
        expressions().forEach((where, expression) -> PromQl.series(expression).forEach(series -> {
            asked.add(series);
            if (!scraped.containsKey(series)) {
                missing.put(where, series);
            }
        }));
        assertThat(missing).isEmpty();
        assertThat(asked).hasSizeGreaterThan(35).contains("bridge_turn_gap_seconds_bucket", "sip_peer_up");
    }

    /** So that the first of a kind is a rise, and a misspelt word is found here and not in the night. */
    @Test
    void everyValueOfALabelThatIsAskedForIsThereFromTheStart() throws IOException {
        Map<String, PromQl.Condition> missing = new LinkedHashMap<>();
        expressions().forEach((where, expression) -> PromQl.conditions(expression).stream()
                // Prometheus itself adds this one
                .filter(condition -> !condition.label().equals("instance"))
                .filter(condition -> !isThere(condition))
                .forEach(condition -> missing.put(where, condition)));
        assertThat(missing).isEmpty();
    }

    private static boolean isThere(PromQl.Condition condition) {
        Set<String> values =
                scraped.getOrDefault(condition.series(), Map.of()).getOrDefault(condition.label(), Set.of());
        return condition.values().stream()
                .allMatch(wanted -> condition.pattern()
                        ? values.stream().anyMatch(value -> value.matches(wanted))
                        : values.contains(wanted));
    }

    @Test
    void everyAlertHasItsPage() throws IOException {
        List<String> sections = SECTION.matcher(Files.readString(Path.of("docs/incidents.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
        List<String> alerts = new ArrayList<>();
        for (JsonNode rule : rules()) {
            String name = rule.path("alert").asText();
            alerts.add(name);
            assertThat(rule.at("/annotations/runbook").asText())
                    .isEqualTo("docs/incidents.md#" + name.toLowerCase(java.util.Locale.ROOT));
            assertThat(rule.at("/annotations/summary").asText()).as(name).isNotBlank();
            assertThat(rule.at("/annotations/description").asText()).as(name).isNotBlank();
            assertThat(rule.at("/labels/severity").asText()).as(name).isIn("critical", "warning", "info");
        }
        assertThat(sections).containsExactlyElementsOf(alerts);
        assertThat(alerts).doesNotHaveDuplicates().hasSizeGreaterThan(15);
    }

    @Test
    void theOperatorsRulesAreTheRules() {
        assertThat(Manifests.one("PrometheusRule", "voice-bridge").tree().at("/spec/groups"))
                .isEqualTo(Manifests.read(RULES).path("groups"));
    }

    @Test
    void panelsHaveNumbersOfTheirOwnAndFitTheirDashboard() throws IOException {
        for (JsonNode dashboard : dashboards()) {
            Set<Integer> ids = new TreeSet<>();
            for (JsonNode panel : dashboard.path("panels")) {
                assertThat(ids.add(panel.path("id").asInt())).isTrue();
                assertThat(panel.at("/gridPos/x").asInt()
                                + panel.at("/gridPos/w").asInt())
                        .isLessThanOrEqualTo(24);
                assertThat(panel.path("title").asText()).isNotBlank();
                panel.path("targets")
                        .forEach(target ->
                                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}"));
            }
        }
        assertThat(dashboards()).hasSize(2);
    }

    @Test
    void aLookUpIsCountedByItsAnswer() throws Exception {
        double before = sample("five9_lookups_total{status=\"not_found\"}");

        server.get("/five9/v1/outcome?correlation=none")
                .key(server.demo().five9Key())
                .send();

        assertThat(sample("five9_lookups_total{status=\"not_found\"}")).isEqualTo(before + 1);
        assertThat(sample("five9_lookup_seconds_count{waited=\"no\"}")).isPositive();
    }

    private static double sample(String series) throws IOException, InterruptedException {
        return scrape().lines()
                .filter(line -> line.startsWith(series + ' '))
                .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series));
    }

    @Duty(
            value = "Metrics",
            says = "no label holds anything that a caller or a script sent: number, name, header, path, correlation")
    @Test
    void noLabelHoldsWhatAStrangerSent() throws Exception {
        String mark = "Mallory7f3a";
        try (RawCaller stranger = new RawCaller(new InetSocketAddress("127.0.0.1", server.sipPort()))) {
            String refusal = stranger.calls(mark)
                    .invites(
                            "User-Agent: " + mark + "\r\nX-" + mark + ": " + mark
                                    + "\r\nContent-Type: application/sdp\r\n",
                            RawCaller.SDP)
                    .response();
            assertThat(refusal).startsWith("SIP/2.0 404 ");
            stranger.sends(mark.toUpperCase(java.util.Locale.ROOT), 2, "", "").response();
        }
        server.get("/five9/v1/outcome?correlation=" + mark + "&format=" + mark)
                .key(server.demo().five9Key())
                .send();
        server.get("/" + mark).key(mark).send();
        server.request(mark.toUpperCase(java.util.Locale.ROOT), "/api/v1/" + mark)
                .send();

        assertThat(scrape()).doesNotContainIgnoringCase(mark);
    }
}
