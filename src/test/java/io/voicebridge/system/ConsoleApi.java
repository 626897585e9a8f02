package io.voicebridge.system;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.voicebridge.cli.console.ConsolePages;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The console, with an API whose answers the test gives, so that it can be as bad as an API may be. */
final class ConsoleApi implements AutoCloseable {

    static final String ME = """
            {"tenant":{"id":"tn_1","name":"Sunrise Solar"},"scopes":["admin"],"key_id":"key_1",
             "sip_uri":"sip:192.0.2.1:5060","version":"0.1.0"}""";
    private static final String NOTHING = "{\"items\":[],\"next_cursor\":null}";

    /** Status and body. */
    record Answer(int status, String body) {

        static Answer ok(String body) {
            return new Answer(200, body);
        }

        static Answer problem(int status, String code, String detail) {
            return new Answer(status, "{\"code\":\"%s\",\"detail\":\"%s\"}".formatted(code, detail));
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, Function<URI, Answer>> answers = new ConcurrentHashMap<>();
    final List<URI> asked = new CopyOnWriteArrayList<>();

    ConsoleApi() throws Exception {
        Router router = Router.router(vertx);
        new ConsolePages().serveOn(router);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    int port() {
        return server.actualPort();
    }

    /** Forgets what was asked and is answered; what a test does not answer is an empty list. */
    void reset() {
        answers.clear();
        asked.clear();
        answers("GET /me", Answer.ok(ME));
    }

    /** @param request such as {@code GET /me} */
    void answers(String request, Answer answer) {
        answers(request, asked -> answer);
    }

    void answers(String request, Function<URI, Answer> answer) {
        answers.put(request, answer);
    }

    /** Answers for the bridge in this page. */
    void on(Page page) {
        page.route("**/api/v1/**", this::answer);
    }

    private void answer(Route route) {
        URI uri = URI.create(route.request().url());
        asked.add(uri);
        String request = route.request().method() + ' ' + uri.getPath().substring("/api/v1".length());
        Answer answer =
                answers.getOrDefault(request, unknown -> Answer.ok(NOTHING)).apply(uri);
        route.fulfill(new Route.FulfillOptions()
                .setStatus(answer.status())
                .setContentType("application/json")
                .setHeaders(Map.of("ETag", "\"1\"", "Content-Type", "application/json"))
                .setBody(answer.body()));
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }
}
