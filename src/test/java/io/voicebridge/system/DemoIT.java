package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program's {@code demo --exit}, in a process of its own. */
class DemoIT {

    @TempDir
    private Path dataDir;

    @Test
    void everyCustomerOfTheDemoEndsAsTheScriptExpects() throws Exception {
        Path output = dataDir.resolve("output.txt");
        ProcessBuilder demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1500m",
                        "-Dbridge.home=" + Path.of("").toAbsolutePath(),
                        "-jar",
                        Path.of("target/voice-bridge.jar").toString(),
                        "demo",
                        "--exit")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        demo.environment()
                .putAll(Map.of(
                        "BRIDGE_DATA_DIR", dataDir.toString(),
                        "BRIDGE_HTTP_PORT", "0",
                        "BRIDGE_SIP_PORT", "0",
                        "BRIDGE_MANAGEMENT_PORT", "0"));
        Process process = demo.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        JsonNode report =
                new ObjectMapper().readTree(dataDir.resolve("rehearsal.json").toFile());
        assertThat(report.path("calls").findValuesAsText("result"))
                .containsExactly(
                        "Skill Transfer Sales_West",
                        "Disposition Not Qualified",
                        "Disposition Do Not Call",
                        "Disposition Callback",
                        "Skill Transfer Customer_Care");
        assertThat(report.path("calls").findValuesAsText("conversation_id")).doesNotContain("");
        try (var heard = Files.list(dataDir.resolve("heard"))) {
            assertThat(heard).hasSize(5);
        }
    }
}
