package io.voicebridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that answers look-ups: the packaged bridge, or the bare handler beside it. Ends with {@link #close}. */
final class LookupPeer implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MAX_LOOKS = 60;
    private static final int IDLE_PART = 10;
    private static final Duration START = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final int port;
    private final JsonNode runtime;

    private LookupPeer(Process process, int port, JsonNode runtime) {
        this.process = process;
        this.port = port;
        this.runtime = runtime;
    }

    /**
     * @param data its data directory
     * @param database {@code bridge.db.url} and {@code bridge.db.user}; empty for H2 in the data directory
     */
    static LookupPeer bridge(Path data, Map<String, String> database) throws Exception {
        Path file = data.resolve("runtime.json");
        Files.createDirectories(data);
        Files.deleteIfExists(file);
        ProcessBuilder builder = new ProcessBuilder("./bridge", "serve", "--demo");
        Map<String, String> environment = builder.environment();
        environment.put("BRIDGE_NO_BUILD", "1");
        environment.put("BRIDGE_DATA_DIR", data.toString());
        environment.put("BRIDGE_HTTP_PORT", "0");
        environment.put("BRIDGE_SIP_PORT", "0");
        environment.put("BRIDGE_MANAGEMENT_PORT", "0");
        environment.put("BRIDGE_SIP_HOST", "127.0.0.1");
        database.forEach((name, value) -> environment.put(name.toUpperCase().replace('.', '_'), value));
        Process process = started(builder, data.resolve("bridge.log"));
        JsonNode runtime = JSON.readTree(awaited(process, file, data.resolve("bridge.log")));
        return new LookupPeer(process, runtime.get("http_port").asInt(), runtime);
    }

    /** @param java the program and the options that the bridge is run with */
    static LookupPeer bare(List<String> java, Path data, LookupTable table, String tenant) throws Exception {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                BareLookups.class.getName(),
                table.url(),
                table.user(),
                tenant));
        Path file = data.resolve("bare.port");
        Files.deleteIfExists(file);
        command.add(file.toString());
        Path log = data.resolve("bare.log");
        Process process = started(new ProcessBuilder(command), log);
        return new LookupPeer(
                process, Integer.parseInt(awaited(process, file, log).strip()), null);
    }

    private static Process started(ProcessBuilder builder, Path log) throws IOException {
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** The text of a file that the process writes in one piece when it is ready. */
    private static String awaited(Process process, Path file, Path log) throws Exception {
        long end = System.nanoTime() + START.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            if (Files.exists(file) && Files.size(file) > 0) {
                return Files.readString(file);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        process.destroy();
        throw new TimeoutException("not started, see its log: " + Files.readString(log));
    }

    int port() {
        return port;
    }

    String demo(String name) {
        return runtime.get("demo").get(name).asText();
    }

    /** Processor time that it has used. */
    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Waits until it does hardly anything: what it writes behind its answers has been written. */
    void rests() throws Exception {
        Duration before = cpu();
        for (int looks = 0; looks < MAX_LOOKS; looks++) {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            Duration now = cpu();
            if (now.minus(before).compareTo(LOOK.dividedBy(IDLE_PART)) < 0) {
                return;
            }
            before = now;
        }
        throw new TimeoutException("It works on without being asked");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
