package io.voicebridge.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console's door gives out, and under which rules. */
class ConsolePagesTest {

    private static Vertx vertx;
    private static HttpServer server;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        new ConsolePages().serveOn(router);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + path);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/", "/console/conversations", "/console/conversations/cv_1"})
    void givesTheDocumentForEveryPage(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).startsWith("text/html");
        assertThat(answer.body()).contains("<vb-app>");
    }

    @Test
    void leadsToTheSlash() throws Exception {
        HttpResponse<String> answer = get("/console");

        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(header(answer, "Location")).isEqualTo("/console/");
    }

    /** Content Security Policy Level 3, 8.2: the hash of the text between the tags. */
    @Test
    void policyLetsTheImportMapRunAndNothingElseInline() throws Exception {
        HttpResponse<String> answer = get("/console/");
        Matcher inline =
                Pattern.compile("<script type=\"importmap\">(.*?)</script>").matcher(answer.body());
        assertThat(inline.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(inline.group(1).getBytes(StandardCharsets.UTF_8));

        String policy = header(answer, "Content-Security-Policy");
        assertThat(policy)
                .contains("default-src 'none'")
                .contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'")
                .doesNotContain("unsafe");
        assertThat(answer.body()).doesNotContain("style=").doesNotContain("<style");
        assertThat(answer.body().split("<script", -1)).hasSize(3);
    }

    @Test
    void whatTheImportMapNamesIsThere() throws Exception {
        Matcher modules = Pattern.compile("\"(/console/lib/[^\"]+\\.js)\"")
                .matcher(get("/console/").body());
        int found = 0;
        while (modules.find()) {
            HttpResponse<String> module = get(modules.group(1));
            assertThat(module.statusCode()).as(modules.group(1)).isEqualTo(200);
            assertThat(header(module, "Content-Type")).startsWith("text/javascript");
            assertThat(header(module, "Cache-Control")).contains("immutable");
            found++;
        }
        assertThat(found).isEqualTo(4);
    }

    @Test
    void ownModulesAreAskedForAgain() throws Exception {
        HttpResponse<String> module = get("/console/js/main.js");

        assertThat(module.statusCode()).isEqualTo(200);
        assertThat(header(module, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(module, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/js/nothing.js",
                "/console/index.html",
                "/console/js/../../db/migration/V1__directory.sql",
                "/console/js/%2e%2e/index.html",
                "/console/js/..%2findex.html",
                "/console/lib/..%2f..%2fpersistence.xml",
                "/console/lib/%2e%2e/%2e%2e/persistence.xml"
            })
    void whatIsNoPartOfItIsNotGiven(String path) throws Exception {
        // not by a client that would tidy the path first
        try (Socket socket = new Socket("127.0.0.1", server.actualPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: bridge\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 404");
        }
    }
}
