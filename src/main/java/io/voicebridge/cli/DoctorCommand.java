package io.voicebridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./bridge doctor}: the check list of {@code POST /doctor} on the terminal. */
@Command(
        name = "doctor",
        description = "Looks whether everything is set up for calls, and says what to do where it is not.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    static final String KEY_VARIABLE = "BRIDGE_ADMIN_KEY";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec;

    @Option(names = "--number", paramLabel = "N", description = "Only this one of the tenant's numbers.")
    private Optional<String> number;

    @Option(
            names = "--http",
            paramLabel = "URL",
            description = "The bridge to examine (default: the one that runs on this machine).")
    private Optional<URI> http;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "Holds a key of scope operator or admin (default: the variable " + KEY_VARIABLE
                    + ", then the demo's key).")
    private Optional<Path> keyFile;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<RuntimeFile> local = RuntimeFile.running(Settings.load(BridgeOptions.fromLauncher()));
        JsonNode checks = ask(bridge(local), key(local));
        boolean red = false;
        for (JsonNode check : checks) {
            print(check);
            red |= check.path("status").asText().equals("red");
        }
        out().flush();
        return red ? 1 : 0;
    }

    private URI bridge(Optional<RuntimeFile> local) throws IOException {
        return http.or(() -> local.map(found -> URI.create("http://127.0.0.1:" + found.httpPort())))
                .orElseThrow(
                        () -> new IOException("no bridge runs on this machine: start it with ./bridge serve, or say"
                                + " with --http where it is"));
    }

    private String key(Optional<RuntimeFile> local) throws IOException {
        if (keyFile.isPresent()) {
            return Files.readString(keyFile.get()).strip();
        }
        return Optional.ofNullable(System.getenv(KEY_VARIABLE))
                .or(() -> local.map(RuntimeFile::demo).map(RuntimeFile.Demo::adminKey))
                .orElseThrow(() -> new IOException("a key is needed: --key-file, or the variable " + KEY_VARIABLE
                        + "; ./bridge keys create --scope operator makes one"));
    }

    private JsonNode ask(URI bridge, String key) throws IOException, InterruptedException {
        String body = number.map(wanted ->
                        Json.mapper().createObjectNode().put("number", wanted).toString())
                .orElse("{}");
        HttpRequest request = HttpRequest.newBuilder(URI.create(bridge + "/api/v1/doctor"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("X-API-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode answer = Json.mapper().readTree(response.body());
        if (response.statusCode() != 200) {
            throw new IOException("the bridge answers " + response.statusCode() + ": "
                    + answer.path("detail").asText());
        }
        return answer;
    }

    private void print(JsonNode check) {
        out().printf(
                        "%-5s  %6d ms  %s%n",
                        check.path("status").asText(),
                        check.path("took_ms").asLong(),
                        check.path("check").asText());
        if (!check.path("fix").asText().isEmpty()) {
            out().println("                  " + check.path("fix").asText());
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
