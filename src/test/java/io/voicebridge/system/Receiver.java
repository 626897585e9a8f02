package io.voicebridge.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of events that knows them by their {@code webhook-id} and can be told not to answer. Thread-safe. */
final class Receiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, JsonNode> events = new LinkedHashMap<>();
    private final List<String> changed = new ArrayList<>();
    private int messages;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile boolean refusing;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** From now on events are taken and not answered. */
    void hold() {
        held = new CountDownLatch(1);
    }

    void release() {
        held.countDown();
    }

    /** Whether events are answered 503 and not taken. */
    void refuses(boolean refuses) {
        refusing = refuses;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (refusing) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            JsonNode event = JSON.readTree(exchange.getRequestBody().readAllBytes());
            synchronized (this) {
                messages++;
                JsonNode before = events.putIfAbsent(id, event);
                if (before != null && !before.equals(event)) {
                    changed.add(id);
                }
            }
            held.await();
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** By id, in the order in which they first came. */
    synchronized Map<String, JsonNode> events() {
        return new LinkedHashMap<>(events);
    }

    synchronized int messages() {
        return messages;
    }

    /** Ids that came again with something else. */
    synchronized List<String> changed() {
        return List.copyOf(changed);
    }

    /** Conversations whose first event is not their beginning. */
    synchronized List<String> outOfOrder() {
        Map<String, String> first = new LinkedHashMap<>();
        events.values()
                .forEach(event -> first.putIfAbsent(
                        event.path("subject").asText(), event.path("type").asText()));
        return first.entrySet().stream()
                .filter(entry -> !entry.getValue().equals("conversation.started"))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void close() {
        held.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
