package io.voicebridge.cli.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A chat model on this machine: keeps what it is asked, and answers what the test says. */
final class ChatServer implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    final List<String> keys = new CopyOnWriteArrayList<>();

    /** Connections that ended before the answer did. */
    final List<String> cutOff = new CopyOnWriteArrayList<>();

    volatile Consumer<HttpServerResponse> answer = response -> response.end();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    ChatServer() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.bodyHandler(body -> {
                    keys.add(String.valueOf(request.getHeader("Authorization")));
                    asked.add(read(body.toString()));
                    request.response().closeHandler(gone -> {
                        if (!request.response().ended()) {
                            cutOff.add(request.path());
                        }
                    });
                    answer.accept(request.response());
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/v1/chat/completions";
    }

    /** Begins a stream of server-sent events. */
    static HttpServerResponse stream(HttpServerResponse response) {
        return response.setChunked(true).putHeader("Content-Type", "text/event-stream");
    }

    static String event(String content) {
        ObjectNode chunk = JSON.createObjectNode();
        chunk.putArray("choices").addObject().putObject("delta").put("content", content);
        return "data: " + chunk + "\n\n";
    }

    static String call(int index, String name, String arguments) {
        ObjectNode chunk = JSON.createObjectNode();
        ObjectNode call = chunk.putArray("choices")
                .addObject()
                .putObject("delta")
                .putArray("tool_calls")
                .addObject()
                .put("index", index);
        ObjectNode function = call.putObject("function");
        if (!name.isEmpty()) {
            call.put("id", "call_" + index).put("type", "function");
            function.put("name", name);
        }
        function.put("arguments", arguments);
        return "data: " + chunk + "\n\n";
    }

    static final String END = "data: [DONE]\n\n";

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
