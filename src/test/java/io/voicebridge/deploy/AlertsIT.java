package io.voicebridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.system.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself says of rules and dashboards. */
@RealPeer("Prometheus' promtool")
class AlertsIT {

    @TempDir
    private Path folder;

    @BeforeEach
    void require() {
        Programs.require("promtool", "prometheus");
    }

    private void promtool(String... arguments) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertThat(status).as(Files.readString(output)).isZero();
    }

    @Test
    void rulesAreOnesThatPrometheusTakes() throws Exception {
        promtool("check", "rules", "deploy/observability/alerts.yaml");
    }

    @Test
    void situationsRaiseTheirAlerts() throws Exception {
        promtool("test", "rules", "deploy/observability/alerts-test.yaml");
    }

    @Test
    void panelsAskInPrometheusLanguage() throws Exception {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (JsonNode dashboard : ObservabilityTest.dashboards()) {
            dashboard.path("panels").forEach(panel -> panel.path("targets")
                    .forEach(target -> rules.add(Map.of(
                            "record",
                            "panel:" + rules.size(),
                            "expr",
                            target.path("expr")
                                    .asText()
                                    .replace("$__rate_interval", "5m")
                                    .replace("$instance", ".*")))));
        }
        Path file = folder.resolve("panels.yaml");
        new ObjectMapper()
                .writeValue(file.toFile(), Map.of("groups", List.of(Map.of("name", "panels", "rules", rules))));

        promtool("check", "rules", file.toString());
        assertThat(rules).hasSizeGreaterThan(40);
    }
}
