package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryClientTest {

    private static final String READY =
            "{\"status\":\"ready\",\"correlation\":\"c1\",\"outcome\":\"qualified\",\"summary\":\"Owns home\"}";

    private final Journal journal = new Journal(System::nanoTime);
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private String answer = READY;
    private int status = 200;
    private String seenUri;
    private String seenBody;
    private String seenKey;
    private String seenType;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.createContext("/slow", exchange -> {
            await(release);
            handle(exchange);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        seenUri = exchange.getRequestURI().toString();
        seenBody = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seenKey = exchange.getRequestHeaders().getFirst("X-API-Key");
        seenType = exchange.getRequestHeaders().getFirst("Content-Type");
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Location", "/elsewhere");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void putsCaptureGroupsIntoVariables() throws InterruptedException {
        ScriptVariables variables = variables();

        boolean went = ask("""
                - module: Query
                  name: q
                  url: ${Bridge.url}/outcome
                  authorizationProfile: bridge
                  parameters: {correlation: "${Call.session_id}", wait: "3"}
                  saveStatusCode: code
                  responses:
                    - {from: 200, to: 200, regexp: '"status":"([^"]*)".*"outcome":"([^"]*)"', groups: [a, b]}
                """, variables);

        assertThat(went).isTrue();
        assertThat(seenUri).isEqualTo("/outcome?correlation=a+b&wait=3");
        assertThat(seenKey).isEqualTo("secret");
        assertThat(List.of(variables.text("a"), variables.text("b"), variables.text("code")))
                .containsExactly("ready", "qualified", "200");
    }

    @Test
    void splicesTheBodyWithoutEscaping() throws InterruptedException {
        ask("""
                - module: Query
                  name: q
                  method: POST
                  url: ${Bridge.url}/calls
                  headers: {Content-Type: application/json}
                  body: '{"name":"${Contact.name}"}'
                  responses: [{regexp: ".*"}]
                """, variables());

        assertThat(seenBody).isEqualTo("{\"name\":\"Jo \"Z\" Ümit\"}");
        assertThat(seenType).isEqualTo("application/json");
    }

    @Test
    void sendsParametersOfAPostAsAForm() throws InterruptedException {
        ask("""
                - module: Query
                  name: q
                  method: POST
                  url: ${Bridge.url}/calls
                  parameters: {correlation: "${Call.session_id}", name: "${Contact.name}"}
                  responses: [{regexp: ".*"}]
                """, variables());

        assertThat(seenUri).isEqualTo("/calls");
        assertThat(seenBody).isEqualTo("correlation=a+b&name=Jo+%22Z%22+%C3%9Cmit");
        assertThat(seenType).isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void dotDoesNotCrossALineBreakWithFlagsOfZero() throws InterruptedException {
        answer = "{\n\"outcome\":\"qualified\"}";
        ScriptVariables variables = variables();

        ask(responding("{regexp: '(.+)', flags: 0, groups: [a]}"), variables);

        assertThat(variables.text("a")).isEqualTo("{");
    }

    @Test
    void dotCrossesALineBreakWithFlagsOf32() throws InterruptedException {
        answer = "{\n\"outcome\":\"qualified\"}";
        ScriptVariables variables = variables();

        ask(responding("{regexp: '(.+)', flags: 32, groups: [a]}"), variables);

        assertThat(variables.text("a")).isEqualTo(answer);
    }

    @Test
    void takesTheFirstResponseWhoseRangeAndExpressionFit() throws InterruptedException {
        status = 404;
        answer = "gone";
        ScriptVariables variables = variables();

        boolean went = ask(
                responding("{from: 200, to: 200, regexp: '(.+)', groups: [a]}"
                        + ", {from: 200, to: 500, regexp: 'never(.+)', groups: [a]}"
                        + ", {from: 400, to: 499, regexp: '(.+)', groups: [b]}"),
                variables);

        assertThat(went).isTrue();
        assertThat(List.of(variables.text("a"), variables.text("b"))).containsExactly("", "gone");
    }

    @Test
    void takesTheFailureBranchForAStatusThatNoResponseNames() throws InterruptedException {
        status = 503;

        assertThat(ask(responding("{from: 200, to: 200, regexp: '.*'}"), variables()))
                .isFalse();
    }

    @Test
    void takesTheFailureBranchWhenTheExpressionFindsNothing() throws InterruptedException {
        assertThat(ask(responding("{from: 200, to: 200, regexp: 'nothing'}"), variables()))
                .isFalse();
    }

    @Test
    void followsNoRedirect() throws InterruptedException {
        status = 302;

        assertThat(ask(responding("{from: 302, to: 302, regexp: '.*'}"), variables()))
                .isTrue();
        assertThat(seenUri).isEqualTo("/q");
    }

    @Test
    void givesUpWhenTheTimeoutIsOver() throws InterruptedException {
        boolean went = ask(
                "- {module: Query, name: q, url: '${Bridge.url}/slow', timeoutSeconds: 1, responses: [{regexp: '.*'}]}",
                variables());

        assertThat(went).isFalse();
        assertThat(journal.entries())
                .anyMatch(entry -> entry.step() instanceof CallStep.QueryFailed failed
                        && failed.detail().equals("no answer within 1 s"));
    }

    @Test
    void takesTheFailureBranchWhenNobodyListens() throws InterruptedException {
        server.stop(0);

        assertThat(ask(responding("{regexp: '.*'}"), variables())).isFalse();
    }

    @Test
    void takesTheFailureBranchForAnAddressThatIsNone() throws InterruptedException {
        assertThat(ask("- {module: Query, name: q, url: 'no address', responses: [{regexp: '.*'}]}", variables()))
                .isFalse();
    }

    private static String responding(String responses) {
        return "- {module: Query, name: q, url: '${Bridge.url}/q', responses: [" + responses + "]}";
    }

    private ScriptVariables variables() {
        return new ScriptVariables(Map.of(
                "Bridge.url",
                        new ScriptValue.Text(
                                "http://127.0.0.1:" + server.getAddress().getPort()),
                "Call.session_id", new ScriptValue.Text("a b"),
                "Contact.name", new ScriptValue.Text("Jo \"Z\" Ümit")));
    }

    private boolean ask(String module, ScriptVariables variables) throws InterruptedException {
        IvrScript script = IvrScript.parse(
                "script.yaml", "script: s\nvariables: {a: '', b: '', code: ''}\nmodules:\n" + module.indent(2));
        QueryClient client = new QueryClient(
                HttpClient.newHttpClient(),
                name -> name.equals("bridge") ? Map.of("X-API-Key", "secret") : Map.of(),
                address -> address);
        return client.ask((IvrModule.Query) script.modules().get("q"), variables, journal);
    }
}
