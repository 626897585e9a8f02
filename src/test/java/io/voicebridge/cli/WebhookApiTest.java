package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.sun.net.httpserver.HttpServer;
import io.voicebridge.conformance.Duty;
import io.voicebridge.conversation.CallVariables;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.NewConversation;
import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.RejectedCall;
import io.voicebridge.conversation.Route;
import io.voicebridge.conversation.TransferResult;
import io.voicebridge.directory.Tenants;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks over the API, and events at a receiver on this machine. */
class WebhookApiTest {

    private static final String PATH = "/api/v1/webhooks";
    private static final String BASE = "https://schemas.voicebridge.invalid/events.yaml";

    @TempDir
    static Path dataDir;

    private static ApiServer bridge;

    private Tenants.Created tenant;
    private String key;
    private HttpServer receiver;
    private volatile IntSupplier status = () -> 200;
    private final List<Message> received = new CopyOnWriteArrayList<>();

    private record Message(String id, String timestamp, String signature, String type, String body) {
        JsonNode json() {
            return EventFixture.json(body);
        }

        /** As Standard Webhooks 1.0 says, without our code or the library. */
        boolean isSignedWith(String secret) throws Exception {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
            byte[] signed = mac.doFinal((id + '.' + timestamp + '.' + body).getBytes(StandardCharsets.UTF_8));
            return List.of(signature.split(" "))
                    .contains("v1," + Base64.getEncoder().encodeToString(signed));
        }
    }

    @BeforeAll
    static void start() throws Exception {
        bridge = ApiServer.start(dataDir, Database.H2);
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        tenant = bridge.bean("tenants", Tenants.class)
                .create("test", EventFixture.json("{\"name\":\"T " + UUID.randomUUID() + "\"}"));
        key = tenant.adminKey().secret();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(Executors.newCachedThreadPool());
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var headers = exchange.getRequestHeaders();
            received.add(new Message(
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    headers.getFirst("Content-Type"),
                    body));
            int answer = status.getAsInt();
            if (answer / 100 == 3) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
            }
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void close() {
        receiver.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook?tenant=1";
    }

    private ApiServer.Answer create() throws Exception {
        ApiServer.Answer made =
                bridge.post(PATH).key(key).json("{\"url\":\"" + url() + "\"}").send();
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made;
    }

    private String begin() {
        return bridge.bean("conversations", Conversations.class)
                .begin(new NewConversation(
                        tenant.id(),
                        "call@peer",
                        "600",
                        "+13035550100",
                        "+13453453453",
                        "+13453453453",
                        "ag_1",
                        "qualify-solar",
                        1,
                        new CallVariables(List.of(), "600", List.of(), Map.of(), List.of()),
                        Map.of(),
                        Route.NONE,
                        Map.of()))
                .conversationId();
    }

    private static void end(String id) {
        bridge.bean("conversations", Conversations.class).end(id, new EndFacts("caller", "hung up", "", 0));
    }

    private JsonNode deliveries(String id) throws Exception {
        ApiServer.Answer list =
                bridge.get(PATH + '/' + id + "/deliveries").key(key).send();
        assertThat(list.faults("listDeliveries")).isEmpty();
        return list.body().path("items");
    }

    @Test
    void aWebhookIsMadeShownChangedAndDeleted() throws Exception {
        ApiServer.Answer made = create();
        assertThat(made.faults("createWebhook")).isEmpty();
        assertThat(made.at("/secret")).startsWith("whsec_");
        String one = PATH + '/' + made.at("/id");

        ApiServer.Answer read = bridge.get(one).key(key).send();
        assertThat(read.faults("getWebhook")).isEmpty();
        assertThat(read.body().has("secret")).isFalse();
        ApiServer.Answer list = bridge.get(PATH).key(key).send();
        assertThat(list.faults("listWebhooks")).isEmpty();
        assertThat(list.text()).doesNotContain("whsec_");
        assertThat(bridge.patch(one).key(key).json("{\"enabled\":false}").send().status())
                .isEqualTo(428);
        ApiServer.Answer patched = bridge.patch(one)
                .key(key)
                .header("If-Match", read.etag())
                .json("{\"enabled\":false,\"events\":[\"outcome.committed\"]}")
                .send();
        assertThat(patched.faults("patchWebhook")).isEmpty();
        assertThat(patched.at("/enabled")).isEqualTo("false");
        assertThat(bridge.patch(one)
                        .key(key)
                        .header("If-Match", read.etag())
                        .json("{\"enabled\":true}")
                        .send()
                        .status())
                .isEqualTo(412);
        assertThat(bridge.post(one + "/ping").key(key).send().at("/code")).isEqualTo("webhook_disabled");
        assertThat(bridge.delete(one).key(key).send().status()).isEqualTo(204);
        assertThat(bridge.get(one).key(key).send().status()).isEqualTo(404);
    }

    @Duty(
            value = "Tenants",
            says = "Another tenant's webhooks and deliveries are answered like those that do not exist")
    @Test
    void anotherTenantsWebhookIsNotThere() throws Exception {
        String one = PATH + '/' + create().at("/id");
        String stranger = bridge.bean("tenants", Tenants.class)
                .create("test", EventFixture.json("{\"name\":\"S " + UUID.randomUUID() + "\"}"))
                .adminKey()
                .secret();

        assertThat(bridge.get(one).key(stranger).send().status()).isEqualTo(404);
        assertThat(bridge.get(one + "/deliveries").key(stranger).send().status())
                .isEqualTo(404);
        assertThat(bridge.post(one + "/ping").key(stranger).send().status()).isEqualTo(404);
        assertThat(bridge.post(one + "/secret/rotate").key(stranger).send().status())
                .isEqualTo(404);
        assertThat(bridge.delete(one).key(stranger).send().status()).isEqualTo(404);
        assertThat(bridge.get(PATH).key(stranger).send().body().path("items")).isEmpty();
    }

    @Test
    void aUrlThatLeadsIntoThePrivateNetworkIsRefused() throws Exception {
        for (String bad : List.of("https://10.0.0.1/", "http://169.254.169.254/latest", "file:///etc/passwd", "x")) {
            ApiServer.Answer refused =
                    bridge.post(PATH).key(key).json("{\"url\":\"" + bad + "\"}").send();
            assertThat(refused.status()).as(bad).isEqualTo(422);
            assertThat(refused.at("/code")).isEqualTo("bad_url");
            assertThat(refused.faults("createWebhook")).isEmpty();
        }
    }

    @Duty(
            value = "Events",
            says =
                    "Each event of a call reaches the receiver in order, signed as Standard Webhooks says, as a CloudEvent that"
                            + " fits its published schema")
    @Test
    void eventsReachTheReceiverSignedInOrderAndAsDescribed() throws Exception {
        String secret = create().at("/secret");
        Conversations conversations = bridge.bean("conversations", Conversations.class);

        String id = begin();
        conversations.transferred(
                id,
                new Note("transfer-failed", "bridge", "busy"),
                TransferResult.failed("warm", "+13125550111", "busy", 486, "resume"),
                Instant.now());
        conversations.transferred(
                id,
                new Note("transfer-completed", "bridge", "connected"),
                TransferResult.completed("cold", "+13125550111"),
                Instant.now());
        assertThat(bridge.post("/api/v1/conversations/" + id + "/outcome")
                        .key(key)
                        .json("{\"outcome\":\"qualified\",\"summary\":\"Größe ✓\"}")
                        .send()
                        .status())
                .isBetween(200, 202);
        conversations.rejected(
                new RejectedCall(
                        tenant.id(), "c1", "+13035550100", "+13453453453", "x", 480, "agent-unpublished", "r", "h"),
                Optional.of(id));

        await().atMost(Duration.ofSeconds(60)).until(() -> received.size() == 6);
        assertThat(received)
                .extracting(message -> message.json().path("type").asText())
                .containsExactly(
                        "conversation.started",
                        "transfer.failed",
                        "transfer.completed",
                        "outcome.committed",
                        "call.rejected",
                        "conversation.ended");
        for (Message message : received) {
            assertThat(message.isSignedWith(secret)).isTrue();
            assertThat(message.type()).isEqualTo("application/cloudevents+json");
            assertThat(message.id()).isEqualTo(message.json().path("id").asText());
            assertThat(faults(message.json())).isEmpty();
        }
    }

    private static List<?> faults(JsonNode event) throws IOException {
        JsonNode document =
                new YAMLMapper().readTree(Path.of("config/openapi/events.yaml").toFile());
        StringBuilder name = new StringBuilder();
        for (String word : event.path("type").asText().split("\\.")) {
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        assertThat(document.at("/components/schemas").has(name.toString())).isTrue();
        return List.copyOf(JsonSchemaFactory.getInstance(
                        SpecVersion.VersionFlag.V202012,
                        factory -> factory.schemaLoaders(loaders -> loaders.schemas(Map.of(BASE, document.toString()))))
                .getSchema(SchemaLocation.of(BASE + "#/components/schemas/" + name))
                .validate(event));
    }

    @Test
    void whatFailedIsSentAgainWithTheSameIdWhenItIsAskedFor() throws Exception {
        String webhook = create().at("/id");
        status = () -> 302;
        end(begin());
        await().until(() -> deliveries(webhook).at("/1/attempts").asInt() == 1
                || deliveries(webhook).at("/0/attempts").asInt() == 1);
        JsonNode started = deliveries(webhook).findParents("type").stream()
                .filter(item -> item.path("type").asText().equals("conversation.started"))
                .findFirst()
                .orElseThrow();
        assertThat(started.at("/tries/0/error").asText()).isEqualTo("redirected, which is not followed");
        assertThat(received).as("neither followed nor overtaken").hasSize(1);

        status = () -> 200;
        ApiServer.Answer replayed = bridge.post(
                        "/api/v1/deliveries/" + started.path("id").asText() + "/replay")
                .key(key)
                .send();
        assertThat(replayed.status()).as(replayed.text()).isEqualTo(202);
        assertThat(replayed.faults("replayDelivery")).isEmpty();

        await().until(() -> received.size() == 3);
        assertThat(received.get(1).id()).isEqualTo(received.get(0).id());
        assertThat(received.get(1).body()).isEqualTo(received.get(0).body());
        assertThat(received.get(2).json().path("type").asText()).isEqualTo("conversation.ended");
    }

    @Test
    void aReceiverThatIsGoneGetsNoMore() throws Exception {
        String webhook = create().at("/id");
        status = () -> 410;
        begin();

        await().untilAsserted(() -> assertThat(
                        bridge.get(PATH + '/' + webhook).key(key).send().at("/enabled"))
                .isEqualTo("false"));
        assertThat(bridge.get("/api/v1/audit?action=webhook.disable")
                        .key(key)
                        .send()
                        .at("/items/0/target"))
                .isEqualTo(webhook);
    }

    @Test
    void afterARotationBothSecretsSignForAWhile() throws Exception {
        ApiServer.Answer made = create();
        ApiServer.Answer rotated = bridge.post(PATH + '/' + made.at("/id") + "/secret/rotate")
                .key(key)
                .send();
        assertThat(rotated.faults("rotateWebhookSigningSecret")).isEmpty();

        ApiServer.Answer ping =
                bridge.post(PATH + '/' + made.at("/id") + "/ping").key(key).send();

        assertThat(ping.status()).isEqualTo(202);
        assertThat(ping.faults("pingWebhook")).isEmpty();
        await().until(() -> received.size() == 1);
        assertThat(received.get(0).isSignedWith(made.at("/secret"))).isTrue();
        assertThat(received.get(0).isSignedWith(rotated.at("/secret"))).isTrue();
        assertThat(faults(received.get(0).json())).isEmpty();
    }
}
