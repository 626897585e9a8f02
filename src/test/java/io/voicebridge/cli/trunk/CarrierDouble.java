package io.voicebridge.cli.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A provider's API on this machine, one request at a time, that can be told to fail. Thread-safe. */
public abstract class CarrierDouble implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    /** What the bridge is told to wait for an answer, so that slow ones cost the tests little. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    private static final String LATE = "late";

    /** What is answered. */
    record Reply(int status, JsonNode body, Map<String, String> headers) {
        static Reply of(int status, JsonNode body) {
            return new Reply(status, body, Map.of());
        }
    }

    /** How the next request of a kind fails. */
    enum Trouble {
        /** 500, and nothing was done. */
        BROKEN,
        /** It was done, and the connection breaks before the answer. */
        CUT,
        /** It was done, and the answer comes when nobody waits for it any more. */
        SLOW,
        /** 429, to be tried again at once. */
        TOO_MUCH,
        /** 429, to be tried again in an hour. */
        FAR_TOO_MUCH
    }

    private record Fault(String request, Trouble trouble) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<String> asked = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private int made;

    /** How many a page of a list has. */
    int pageSize = 50;

    CarrierDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param request the method and a pattern of the path, such as {@code POST /v1/Trunks} */
    synchronized void fails(String request, Trouble trouble) {
        faults.add(new Fault(request, trouble));
    }

    /** Methods and paths, without queries, since the last look. */
    synchronized List<String> asked() {
        List<String> since = List.copyOf(asked);
        asked.clear();
        return since;
    }

    /** Those that do not only read. */
    List<String> changes() {
        return asked().stream().filter(request -> !request.startsWith("GET ")).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Reply reply = answer(exchange, new String(body, StandardCharsets.UTF_8));
            if (reply == null) {
                return;
            }
            if (reply.headers().containsKey(LATE)) {
                Thread.sleep(LONGEST_WAIT.plusMillis(500).toMillis());
            }
            reply.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] text = reply.body() == null ? new byte[0] : JSON.writeValueAsBytes(reply.body());
            exchange.sendResponseHeaders(reply.status(), text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null for a connection that breaks. */
    private synchronized Reply answer(HttpExchange exchange, String body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String request = exchange.getRequestMethod() + ' ' + path;
        asked.add(request);
        if (!mayAsk(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return refusal(401, "Authenticate");
        }
        Trouble trouble = trouble(request);
        if (trouble == Trouble.BROKEN) {
            return refusal(500, "Internal error");
        }
        if (trouble == Trouble.TOO_MUCH || trouble == Trouble.FAR_TOO_MUCH) {
            Reply refusal = refusal(429, "Too many requests");
            return new Reply(429, refusal.body(), Map.of("Retry-After", trouble == Trouble.TOO_MUCH ? "0" : "3600"));
        }
        Reply reply = answer(exchange.getRequestMethod(), path, query(exchange.getRequestURI()), body);
        if (trouble == Trouble.SLOW) {
            return new Reply(reply.status(), reply.body(), Map.of(LATE, "yes"));
        }
        return trouble == Trouble.CUT ? null : reply;
    }

    private Trouble trouble(String request) {
        Fault next = faults.peek();
        if (next != null && request.matches(next.request())) {
            return faults.poll().trouble();
        }
        return null;
    }

    abstract boolean mayAsk(String authorization);

    /** In the provider's form. */
    abstract Reply refusal(int status, String message);

    abstract Reply answer(String method, String path, Map<String, String> query, String body) throws IOException;

    private static Map<String, String> query(URI uri) {
        return form(uri.getRawQuery() == null ? "" : uri.getRawQuery());
    }

    static Map<String, String> form(String text) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    /** A new id of the length that the provider's have. */
    String id(String prefix, int digits) {
        return prefix + String.format("%0" + digits + "d", ++made);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
