package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody tries one key after another, from the address that a script asks from: behind one proxy all have one. */
class GuessedKeysTest {

    private static final int GUESSES = 5_000;

    @TempDir
    static Path dataDir;

    private static ApiServer server;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(dataDir, Database.H2);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Duty(
            value = "Guessed keys",
            says =
                    "After twenty wrong keys in a minute an address is answered 429 at once, without a query, and the keys that"
                            + " it has used before still open.")
    @Test
    void areRefusedAtOnceAndTheScriptIsStillAnswered() throws Exception {
        assertThat(ask(server.demo().five9Key()).statusCode()).isEqualTo(200);
        Map<Integer, Integer> answers = new TreeMap<>();

        for (int guess = 0; guess < GUESSES; guess++) {
            HttpResponse<String> answer = ask("vb_key" + guess + "_" + "x".repeat(43));
            answers.merge(answer.statusCode(), 1, Integer::sum);
            if (answer.statusCode() == 429) {
                assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                        .isBetween(1L, 60L);
            }
            if (guess % 500 == 0) {
                assertThat(ask(server.demo().five9Key()).statusCode()).isEqualTo(200);
            }
        }

        assertThat(answers).containsOnlyKeys(401, 429);
        assertThat(answers.get(401)).as("twenty a minute").isLessThanOrEqualTo(100);
        assertThat(ask(server.demo().five9Key()).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> ask(String key) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + "/five9/v1/echo"))
                        .header("X-API-Key", key)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
