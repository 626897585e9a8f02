package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The packaged simulator in a process of its own: {@code ./bridge simulate} against a bridge of this machine. */
final class SimulatorProcess implements AutoCloseable {

    private final Process process;
    private final Path report;
    private final Path errors;

    private SimulatorProcess(Process process, Path report, Path errors) {
        this.process = process;
        this.report = report;
        this.errors = errors;
    }

    /**
     * @param folder for what it prints
     * @param dataDir of the bridge, whose keys it finds there
     */
    static SimulatorProcess start(Path folder, Path dataDir, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx800m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dbridge.home=" + Path.of("").toAbsolutePath(),
                "-jar",
                Path.of("target/voice-bridge.jar").toString(),
                "simulate"));
        command.addAll(options);
        Path report = Files.createTempFile(folder, "report", ".json");
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(report.toFile()).redirectError(errors.toFile());
        builder.environment().put("BRIDGE_DATA_DIR", dataDir.toString());
        return new SimulatorProcess(builder.start(), report, errors);
    }

    /** Waits until it has ended, with every call as expected. */
    JsonNode report() throws IOException, InterruptedException {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(errors) + Files.readString(report))
                .isZero();
        return new ObjectMapper().readTree(report.toFile());
    }

    /** How many calls came to each end. */
    static Map<String, Integer> results(JsonNode report) {
        Map<String, Integer> results = new TreeMap<>();
        report.path("calls").findValuesAsText("result").forEach(result -> results.merge(result, 1, Integer::sum));
        return results;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
