package io.voicebridge.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
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
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
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
        return HTTP.send(HttpRequest.newBuilder(at(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
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
        Matcher modules = Pattern.compile(":\"(/console/lib/[^\"]+\\.js)\"")
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
    void ownFilesAreKeptForGoodUnderTheirVersion() throws Exception {
        HttpResponse<String> module = get(own("js/main.js"));

        assertThat(module.statusCode()).isEqualTo(200);
        assertThat(module.body()).contains("import './app.js'");
        assertThat(header(module, "Content-Type")).isEqualTo("text/javascript;charset=UTF-8");
        assertThat(header(module, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(module, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(get("/console/"), "Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void aFileOfAnotherVersionIsNotGiven() throws Exception {
        HttpResponse<String> answer = get("/console/files/000000000000/js/main.js");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(header(answer, "Cache-Control")).isEmpty();
    }

    @Test
    void compressesForWhoTakesIt() throws Exception {
        HttpResponse<byte[]> answer = HTTP.send(
                HttpRequest.newBuilder(at(own("js/api.js")))
                        .header("Accept-Encoding", "gzip, deflate")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(get(own("js/api.js")).body());
        }
    }

    /** Whatever a module needs before it runs is fetched together with it, so that depth costs no round trips. */
    @Test
    void documentNamesEveryModuleThatTheFrameNeeds() throws Exception {
        Set<String> preloaded = Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\">")
                .matcher(get("/console/").body())
                .results()
                .map(link -> link.group(1))
                .collect(Collectors.toSet());

        assertThat(preloaded).contains(own("js/main.js"), own("js/app.js"), own("js/parts/show.js"));
        for (String path : preloaded) {
            HttpResponse<String> module = get(path);
            assertThat(module.statusCode()).as(path).isEqualTo(200);
            for (MatchResult relative : Pattern.compile("from '(\\.[^']+)'")
                    .matcher(module.body())
                    .results()
                    .toList()) {
                assertThat(preloaded)
                        .contains(URI.create(path).resolve(relative.group(1)).toString());
            }
        }
        assertThat(preloaded).anyMatch(path -> path.contains("/lib/lit-html/"));
    }

    /** @return the path that the document has for one of the console's own files */
    private static String own(String file) throws Exception {
        Matcher script = Pattern.compile("src=\"(/console/files/[0-9a-f]+/)js/main.js\"")
                .matcher(get("/console/").body());
        assertThat(script.find()).isTrue();
        return script.group(1) + file;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OWN/js/nothing.js",
                "/console/index.html",
                "OWN/index.html",
                "OWN/js/../../db/migration/V1__directory.sql",
                "OWN/js/%2e%2e/index.html",
                "OWN/js/..%2findex.html",
                "/console/lib/..%2f..%2fpersistence.xml",
                "/console/lib/%2e%2e/%2e%2e/persistence.xml"
            })
    void whatIsNoPartOfItIsNotGiven(String path) throws Exception {
        // not by a client that would tidy the path first
        try (Socket socket = new Socket("127.0.0.1", server.actualPort())) {
            socket.getOutputStream()
                    .write(("GET " + path.replace("OWN/", own(""))
                                    + " HTTP/1.1\r\nHost: bridge\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 404");
        }
    }
}
