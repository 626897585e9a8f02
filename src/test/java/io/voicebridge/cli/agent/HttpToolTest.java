package io.voicebridge.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.voicebridge.cli.GuardedNames;
import io.voicebridge.conformance.Duty;
import io.voicebridge.security.TargetGuard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The route agent-tools as it is delivered, with a system of the tenant's that behaves and misbehaves. */
@Timeout(120)
class HttpToolTest {

    private static final String LOOPBACK = "127.0.0.0/8";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Vertx vertx = Vertx.vertx();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private volatile Consumer<HttpServerResponse> answer = response -> response.end("{\"found\":true}");
    private HttpServer server;
    private LimitedClient client;

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        context.start();
    }

    private void take(HttpServerRequest request) {
        request.bodyHandler(body -> {
            asked.add(request.method() + " " + request.uri() + " " + body);
            headers.add(request.getHeader("Authorization") + " " + request.getHeader("X-Conversation-Id") + " "
                    + request.getHeader("Idempotency-Key"));
            answer.accept(request.response());
        });
    }

    @AfterEach
    void stop() throws Exception {
        context.getShutdownStrategy().setTimeout(1);
        context.stop();
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void routed(String allowed, Duration longest) throws Exception {
        TargetGuard guard = new TargetGuard(true, allowed);
        client = new LimitedClient(longest, 4, 64 * 1024, new GuardedNames(guard, new Loopback()));
        context.getRegistry().bind("toolClient", client);
        context.getRegistry()
                .bind(
                        "httpTools",
                        new HttpToolDesk(
                                guard,
                                (tenant, name) ->
                                        Optional.of("key of " + tenant).filter(value -> name.equals("our-shop")),
                                ChatServer.JSON));
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString(
                        "agent-tools.camel.yaml", Files.readString(Path.of("routes/agent-tools.camel.yaml"))));
    }

    /** Every name leads to this machine. */
    private static final class Loopback implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    private ObjectNode order(String method) {
        ObjectNode order = ChatServer.JSON
                .createObjectNode()
                .put("tool", "find_order")
                .put("url", "http://shop.example.com:" + server.actualPort() + "/orders?v=1")
                .put("method", method)
                .put("key_secret", "");
        order.putObject("arguments").put("number", "42 & 07");
        return order;
    }

    private JsonNode result(ObjectNode order) throws Exception {
        Exchange exchange = context.createProducerTemplate().send("direct:agent-tool", asking -> {
            asking.setVariable("tenantId", "tn_1");
            asking.setVariable("conversationId", "cv_1");
            asking.setVariable("toolCallId", "t3");
            asking.getMessage().setHeader("Authorization", "of somebody else");
            asking.getMessage().setBody(order.toString());
        });
        assertThat(exchange.getException()).isNull();
        return ChatServer.JSON.readTree(exchange.getMessage().getBody(String.class));
    }

    @Test
    void sendsTheArgumentsAndTellsTheResult() throws Exception {
        routed(LOOPBACK, Duration.ofSeconds(30));
        JsonNode result = result(order("POST"));

        assertThat(asked).containsExactly("POST /orders?v=1 {\"number\":\"42 & 07\"}");
        assertThat(headers).containsExactly("null cv_1 cv_1.t3");
        assertThat(result).hasToString("{\"status\":\"ok\",\"http_status\":200,\"result\":{\"found\":true}}");
    }

    @Test
    void asksWithAQueryWhereItIsAGet() throws Exception {
        routed(LOOPBACK, Duration.ofSeconds(30));
        result(order("GET"));

        assertThat(asked).containsExactly("GET /orders?v=1&number=42+%26+07 ");
    }

    @Test
    void sendsTheTenantsSecretThatTheSettingsName() throws Exception {
        routed(LOOPBACK, Duration.ofSeconds(30));
        result(order("POST").put("key_secret", "our-shop"));

        assertThat(headers.get(0)).startsWith("Bearer key of tn_1");
        assertThat(result(order("POST").put("key_secret", "others"))
                        .path("status")
                        .asText())
                .isEqualTo("not_allowed");
        assertThat(asked).hasSize(1);
    }

    @Test
    @Duty(value = "SSRF", says = "a tenant's tool reaches hosts of the public Internet only, judged when it connects")
    void reachesNothingInsideOfANetwork() throws Exception {
        routed("", Duration.ofSeconds(30));

        assertThat(result(order("POST"))).hasToString("{\"status\":\"not_allowed\"}");
        assertThat(result(order("POST").put("url", "http://169.254.169.254/latest")))
                .hasToString("{\"status\":\"not_allowed\"}");
        assertThat(result(order("POST").put("url", "file:///etc/passwd"))).hasToString("{\"status\":\"not_allowed\"}");
        assertThat(asked).isEmpty();
    }

    @Test
    void doesNotFollowARedirect() throws Exception {
        routed(LOOPBACK, Duration.ofSeconds(30));
        answer = response ->
                response.setStatusCode(302).putHeader("Location", "/elsewhere").end();

        assertThat(result(order("POST")).path("http_status").asInt()).isEqualTo(302);
        assertThat(asked).hasSize(1);
    }

    @Test
    void cutsALongAnswerShort() throws Exception {
        routed(LOOPBACK, Duration.ofSeconds(30));
        answer = response -> response.end("x".repeat(3_000_000));
        JsonNode result = result(order("POST"));

        assertThat(result.path("truncated").asBoolean()).isTrue();
        assertThat(result.path("result").asText()).hasSize(HttpToolDesk.MOST_OF_AN_ANSWER);
    }

    @Test
    void unpacksNoBomb() throws Exception {
        routed(LOOPBACK, Duration.ofSeconds(30));
        byte[] bomb = packed(200_000_000);
        answer = response -> response.putHeader("Content-Encoding", "gzip").end(Buffer.buffer(bomb));

        JsonNode result = result(order("POST"));

        assertThat(result.path("truncated").asBoolean()).isTrue();
        assertThat(result.path("result").asText()).hasSize(HttpToolDesk.MOST_OF_AN_ANSWER);
    }

    private static byte[] packed(int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] some = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
            for (int written = 0; written < size; written += some.length) {
                gzip.write(some);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void givesUpASystemThatDoesNotAnswer() throws Exception {
        routed(LOOPBACK, Duration.ofMillis(500));
        answer = response -> {};

        assertThat(result(order("POST"))).hasToString("{\"status\":\"unreachable\"}");
    }

    @Test
    void tellsAFailureOfTheSystem() throws Exception {
        routed(LOOPBACK, Duration.ofSeconds(30));
        answer = response -> response.setStatusCode(500).end("no stock");

        assertThat(result(order("POST")))
                .hasToString("{\"status\":\"failed\",\"http_status\":500,\"result\":\"no stock\"}");
    }
}
