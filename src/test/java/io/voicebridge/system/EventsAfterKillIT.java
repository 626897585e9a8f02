package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.voicebridge.calling.Caller;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bridge is killed while a receiver has an event that it has not answered. */
class EventsAfterKillIT {

    @TempDir
    Path workDir;

    private record Message(String id, String body) {}

    @Test
    void anEventThatWasUnderWayComesAgainWithTheSameIdAndTheRestFollowsInOrder() throws Exception {
        Path dataDir = Files.createDirectory(workDir.resolve("data"));
        List<Message> received = new CopyOnWriteArrayList<>();
        CountDownLatch killed = new CountDownLatch(1);
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(Executors.newCachedThreadPool());
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes());
            received.add(new Message(exchange.getRequestHeaders().getFirst("webhook-id"), body));
            try {
                killed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        try {
            try (BridgeProcess bridge = BridgeProcess.start(dataDir);
                    Caller caller = Caller.of(
                            new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()))) {
                HttpResponse<String> made = bridge.post(
                        "/api/v1/webhooks",
                        bridge.runtime().demo().adminKey(),
                        "{\"url\":\"http://127.0.0.1:" + receiver.getAddress().getPort() + "/\"}");
                assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
                caller.dials(bridge.number()).connects();
                Poll.until(() -> received, messages -> messages.size() == 1);
                bridge.kill();
            }
            killed.countDown();
            try (BridgeProcess bridge = BridgeProcess.start(dataDir)) {
                Poll.until(() -> received, messages -> messages.size() == 3);
            }
        } finally {
            receiver.stop(0);
        }

        assertThat(received.get(1)).as("the same id and body").isEqualTo(received.get(0));
        assertThat(new ObjectMapper()
                        .readTree(received.get(1).body())
                        .path("type")
                        .asText())
                .isEqualTo("conversation.started");
        assertThat(new ObjectMapper()
                        .readTree(received.get(2).body())
                        .path("type")
                        .asText())
                .isEqualTo("conversation.ended");
    }
}
