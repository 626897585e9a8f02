package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.voicebridge.rtp.codec.G711;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A provider on this machine: takes one connection after another, keeps what it is told, and does what the test says. */
public final class Bot implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    public final List<JsonNode> told = new CopyOnWriteArrayList<>();
    /** Bytes that came as binary messages. */
    final AtomicLong heard = new AtomicLong();

    final List<String> headers = new CopyOnWriteArrayList<>();
    volatile String uri = "";
    volatile boolean isClosed;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private volatile ServerWebSocket socket;

    /** @param reaction to each message */
    public Bot(BiConsumer<Bot, JsonNode> reaction) throws Exception {
        this("Authorization", self -> {}, reaction);
    }

    /**
     * @param keyHeader of the request that opens the connection
     * @param begins what it does when somebody has come
     */
    Bot(String keyHeader, Consumer<Bot> begins, BiConsumer<Bot, JsonNode> reaction) throws Exception {
        server = vertx.createHttpServer()
                .webSocketHandler(opened -> {
                    socket = opened;
                    uri = opened.uri();
                    headers.add(String.valueOf(opened.headers().get(keyHeader)));
                    opened.binaryMessageHandler(data -> heard.addAndGet(data.length()));
                    begins.accept(this);
                    opened.closeHandler(gone -> isClosed = true);
                    opened.textMessageHandler(text -> {
                        JsonNode message = read(text);
                        told.add(message);
                        reaction.accept(this, message);
                    });
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    public int port() {
        return server.actualPort();
    }

    public void says(ObjectNode message) {
        says(message.toString());
    }

    public void says(String text) {
        socket.writeTextMessage(text);
    }

    public void says(byte[] data) {
        socket.writeBinaryMessage(Buffer.buffer(data));
    }

    /** As a bot that is finished. */
    public void hangsUp() {
        socket.close();
    }

    /** As a machine that has died: no goodbye. */
    void dies() {
        socket.close((short) 1011, "internal error");
    }

    public List<JsonNode> told(Predicate<JsonNode> which) {
        return told.stream().filter(which).toList();
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public static String coded(short[] pcm) {
        byte[] codes = new byte[pcm.length];
        G711.PCMU.encode(pcm, 0, codes, 0, pcm.length);
        return Base64.getEncoder().encodeToString(codes);
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
