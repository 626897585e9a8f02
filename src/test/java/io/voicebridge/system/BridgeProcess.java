package io.voicebridge.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.cli.RuntimeFile;
import io.voicebridge.security.WebhookSignature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.core.ConditionTimeoutException;

/** The packaged bridge in a process of its own, on free ports, with demo data. */
final class BridgeProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target/voice-bridge.jar").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            // As scripts and platforms do: one question at a time on a connection, and as many connections as it takes
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Path dataDir;
    private final Process process;
    private final RuntimeFile runtime;

    private BridgeProcess(Path dataDir, Process process, RuntimeFile runtime) {
        this.dataDir = dataDir;
        this.process = process;
        this.runtime = runtime;
    }

    /** Starts on a data directory, which may be one that another process has left, and waits until it serves. */
    static BridgeProcess start(Path dataDir) throws IOException {
        return start(dataDir, Map.of());
    }

    static BridgeProcess start(Path dataDir, Map<String, String> environment) throws IOException {
        return start(dataDir, environment, "-Xmx1500m");
    }

    /** @param heap such as {@code -Xmx1g} */
    static BridgeProcess start(Path dataDir, Map<String, String> environment, String heap) throws IOException {
        Files.deleteIfExists(dataDir.resolve("runtime.json"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+ExitOnOutOfMemoryError",
                // Half of what a start costs these tests is the second compiler, and a collector for many cores
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dbridge.home=" + Path.of("").toAbsolutePath(),
                "-jar",
                JAR.toString(),
                "serve",
                "--demo"));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> env = new LinkedHashMap<>();
        env.put("BRIDGE_DATA_DIR", dataDir.toString());
        env.put("BRIDGE_HTTP_PORT", "0");
        env.put("BRIDGE_SIP_PORT", "0");
        env.put("BRIDGE_MANAGEMENT_PORT", "0");
        env.put("BRIDGE_SIP_HOST", "127.0.0.1");
        env.putAll(environment);
        builder.environment().putAll(env);
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        dataDir.resolve("bridge.log").toFile()));
        Process process = builder.start();
        try {
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> Files.exists(dataDir.resolve("runtime.json")) || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            process.destroyForcibly();
            throw e;
        }
        if (!process.isAlive()) {
            throw new IOException("The bridge did not start:\n" + Files.readString(dataDir.resolve("bridge.log")));
        }
        return new BridgeProcess(dataDir, process, RuntimeFile.read(dataDir));
    }

    RuntimeFile runtime() {
        return runtime;
    }

    String number() {
        return runtime.demo().numbers().keySet().iterator().next();
    }

    String sip() {
        return "127.0.0.1:" + runtime.sipPort();
    }

    String log() throws IOException {
        return Files.readString(dataDir.resolve("bridge.log"));
    }

    /** GET on {@code /five9/v1}, as a Query module does it. */
    JsonNode five9(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path, runtime.demo().five9Key()).body());
    }

    /** GET on {@code /api/v1}, as an administrator. */
    JsonNode api(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path, runtime.demo().adminKey()).body());
    }

    /** GET of a file on {@code /api/v1}, as an administrator. */
    byte[] bytes(String path) throws IOException, InterruptedException {
        return get(path, runtime.demo().adminKey()).body();
    }

    String idOf(String number) throws IOException, InterruptedException {
        return StreamSupport.stream(api("/api/v1/phone-numbers").path("items").spliterator(), false)
                .filter(row -> row.path("number").asText().equals(number))
                .map(row -> row.path("id").asText())
                .findFirst()
                .orElseThrow();
    }

    /** The script kit of a number, as an administrator gets it from the API, unpacked into the folder. */
    Path kit(String number, Path folder) throws IOException, InterruptedException {
        byte[] kit = bytes("/api/v1/phone-numbers/" + idOf(number) + "/script-kit");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(kit))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.write(folder.resolve(Path.of(entry.getName()).getFileName()), zip.readAllBytes());
            }
        }
        return folder;
    }

    /** Waits until the disk has all of it: the end of a call does not. */
    byte[] recording(String conversationId) throws IOException, InterruptedException {
        await().until(() -> !api("/api/v1/conversations/" + conversationId)
                .path("recording_state")
                .asText()
                .equals("writing"));
        return get(
                        "/api/v1/conversations/" + conversationId + "/recording",
                        runtime.demo().adminKey())
                .body();
    }

    /** All conversations, page by page. */
    List<JsonNode> conversations() throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api("/api/v1/conversations" + (cursor.isEmpty() ? "" : "?cursor=" + cursor));
            page.path("items").forEach(all::add);
            cursor = page.path("next_cursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        return all;
    }

    /** GET whatever the answer is. */
    HttpResponse<String> ask(String path, String key) throws IOException, InterruptedException {
        return http.send(request(path, key).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    /** GET on the management port, whatever the answer is. */
    HttpResponse<String> management(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + runtime.managementPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String key, String json) throws IOException, InterruptedException {
        HttpRequest request = request(path, key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** DELETE, as an administrator. */
    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        HttpRequest request = request(path, runtime.demo().adminKey()).DELETE().build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** POST of something new, with the row that comes back. */
    JsonNode make(String path, String key, Map<String, ?> body) throws IOException, InterruptedException {
        return accepted(post(path, key, JSON.writeValueAsString(body)));
    }

    /** PATCH of the row as it is now, with what comes back. */
    JsonNode change(String path, String key, Map<String, ?> body) throws IOException, InterruptedException {
        HttpRequest request = request(path, key)
                .header("Content-Type", "application/json")
                .header("If-Match", ask(path, key).headers().firstValue("ETag").orElseThrow())
                .method("PATCH", HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        return accepted(http.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    private static JsonNode accepted(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** A new agent of a tenant: its id. */
    String agent(String key, String name, String dialogue, boolean published) throws IOException, InterruptedException {
        Map<String, String> agent = Map.of(
                "name", name, "voice", "slt", "prompt", "You call {{first_name}} in {{city}}.", "dialogue", dialogue);
        String id = make("/api/v1/agents", key, agent).path("id").asText();
        if (published) {
            make("/api/v1/agents/" + id + "/publish", key, Map.of());
        }
        return id;
    }

    /** An outcome from an AI platform, signed. */
    HttpResponse<String> hook(String json) throws IOException, InterruptedException {
        return hook(json, runtime.demo().webhookSecret());
    }

    /** The same with a secret that another bridge on the database has made since. */
    HttpResponse<String> hook(String json, String secret) throws IOException, InterruptedException {
        return hook(json, secret, UUID.randomUUID().toString());
    }

    /** @param id names it: the same again is the same commit */
    HttpResponse<String> hook(String json, String secret, String id) throws IOException, InterruptedException {
        Instant now = Clock.systemUTC().instant();
        String signature = new WebhookSignature(Clock.systemUTC()).sign(secret, id, now, json);
        HttpRequest request = request("/hooks/v1/outcomes", "")
                .setHeader("Content-Type", "application/json")
                .setHeader("webhook-id", id)
                .setHeader("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .setHeader("webhook-signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> get(String path, String key) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                http.send(request(path, key).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() >= 400) {
            throw new IOException(path + " answered " + response.statusCode() + ": " + new String(response.body()));
        }
        return response;
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + runtime.httpPort() + path))
                .timeout(Duration.ofSeconds(30))
                .header("X-API-Key", key);
    }

    /** SIGKILL: no handler of the process runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, as Kubernetes sends it: the bridge drains. Completes when the process has ended. */
    CompletableFuture<Process> terminate() {
        process.destroy();
        return process.onExit();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
