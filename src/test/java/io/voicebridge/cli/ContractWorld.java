package io.voicebridge.cli;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.calling.Caller;
import io.voicebridge.conversation.Archive;
import io.voicebridge.conversation.CallVariables;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.NewConversation;
import io.voicebridge.conversation.RecordingFacts;
import io.voicebridge.conversation.Route;
import io.voicebridge.conversation.TranscriptLine;
import io.voicebridge.sip.capture.CallCapture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A bridge with demo data, and things of every kind that an operation can name, made as they are asked for. */
final class ContractWorld implements AutoCloseable {

    private static final byte[] INVITE =
            "INVITE sip:1@192.0.2.2 SIP/2.0\r\nCall-ID: call@peer\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final ObjectMapper JSON = Json.mapper();

    final ApiServer server;
    private final Path dataDir;
    private final AtomicInteger count = new AtomicInteger();

    /** What came back. */
    record Answer(int status, Map<String, String> headers, String text) {

        static Answer of(ApiServer.Answer answer) {
            return new Answer(answer.status(), answer.headers(), answer.text());
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    ContractWorld(Path dataDir, Map<String, String> settings) throws Exception {
        this(dataDir, Database.H2, settings);
    }

    ContractWorld(Path dataDir, Database database, Map<String, String> settings) throws Exception {
        this.dataDir = dataDir;
        Map<String, String> all = new HashMap<>(settings);
        // Nobody listens there: what is to be done at Five9 waits
        all.put("bridge.five9.services-url", "http://127.0.0.1:9/");
        server = ApiServer.start(dataDir, database, all);
        Files.createDirectories(dataDir.resolve("recordings"));
    }

    /** Opens everything of the demo's tenant, and makes tenants. */
    String key() {
        return server.demo().adminKey();
    }

    int next() {
        return count.incrementAndGet();
    }

    /** The id of a new thing of the kind that a path is about. */
    String fresh(String path) throws Exception {
        String kind = path.replaceFirst("^/api/v1/", "").replaceFirst("/.*", "");
        return switch (kind) {
            case "tenants" -> server.demo().tenant();
            case "keys" -> post("/api/v1/keys", "{\"label\":\"k\",\"scopes\":[\"read\"]}", "/id");
            case "phone-numbers" ->
                post(
                        "/api/v1/phone-numbers",
                        "{\"number\":\"" + number() + "\",\"name\":\"n\",\"terminal_uri\":\"carrier.example.com\"}",
                        "/id");
            case "agents" -> agent();
            case "conversations" -> conversation();
            case "legal-holds" ->
                post("/api/v1/legal-holds", "{\"number\":\"" + number() + "\",\"reason\":\"r\"}", "/id");
            case "webhooks" -> webhook();
            case "secrets" -> secret();
            case "trunks" -> trunk("");
            case "deliveries" -> delivery();
            case "five9-tasks" -> five9Task();
            default -> throw new IllegalArgumentException("Nothing is known of " + path + ": add it here");
        };
    }

    String number() {
        return "+1720555" + (1000 + next());
    }

    /** The number that the demo's agent answers. */
    String answered() throws Exception {
        for (JsonNode number : server.get("/api/v1/phone-numbers?limit=200")
                .key(key())
                .send()
                .body()
                .path("items")) {
            if (number.hasNonNull("agent_id")) {
                return number.path("id").asText();
            }
        }
        throw new IllegalStateException("No number has an agent");
    }

    private String five9Task() throws Exception {
        server.patch("/api/v1/tenants/" + server.demo().tenant())
                .key(key())
                .header("If-Match", "*")
                .json("{\"settings\":{\"five9\":{\"username\":\"u\",\"secret\":\"s\",\"dnc\":true}}}")
                .send();
        String id = conversation();
        server.post("/api/v1/conversations/" + id + "/outcome")
                .key(key())
                .json("{\"outcome\":\"do_not_call\"}")
                .send();
        return server.get("/api/v1/conversations/" + id).key(key()).send().at("/five9_tasks/0/id");
    }

    private String secret() throws Exception {
        return post("/api/v1/secrets", "{\"name\":\"s-" + next() + "\",\"value\":\"v\"}", "/id");
    }

    /** Of which a tenant can have some only. @param provider empty for one between this bridge and another machine */
    String trunk(String provider) throws Exception {
        JsonNode all =
                server.get("/api/v1/trunks?limit=200").key(key()).send().body().path("items");
        for (JsonNode one : all.size() > 10 ? all : JSON.createArrayNode()) {
            String path = "/api/v1/trunks/" + one.path("id").asText();
            if (one.path("provider").asText().equals("five9_pop")) {
                server.post(path + "/destroy").key(key()).send();
            }
            server.delete(path).key(key()).send();
        }
        return post("/api/v1/trunks", trunkDraft(provider), "/id");
    }

    String trunkDraft(String provider) {
        String name = "\"name\":\"trunk-" + next() + '"';
        return provider.isEmpty()
                ? '{' + name + ",\"provider\":\"five9_pop\",\"data_centres\":[{\"name\":\"ATL\",\"addresses\":"
                        + "[\"127.0.0.1\"],\"options_uri\":\"sip:127.0.0.1:9\"}]}"
                : '{' + name + ",\"provider\":\"" + provider + "\",\"account\":{\"sid\":\"AC" + "0".repeat(32)
                        + "\",\"secret\":\"trunk-key\"},\"sip_uri\":\"sip:voice.example.com;transport=tls\"}";
    }

    /** Of which a tenant can have some only. */
    String webhook() throws Exception {
        JsonNode all = server.get("/api/v1/webhooks?limit=200")
                .key(key())
                .send()
                .body()
                .path("items");
        for (JsonNode one : all.size() > 15 ? all : JSON.createArrayNode()) {
            server.delete("/api/v1/webhooks/" + one.path("id").asText())
                    .key(key())
                    .send();
        }
        return post("/api/v1/webhooks", "{\"url\":\"http://127.0.0.1:9/\",\"events\":[\"call.rejected\"]}", "/id");
    }

    /** Of a test, which is sent once, to a port where nobody listens. */
    private String delivery() throws Exception {
        String webhook = webhook();
        String id = post("/api/v1/webhooks/" + webhook + "/ping", null, "/id");
        await().atMost(Duration.ofSeconds(60)).until(() -> server.get("/api/v1/webhooks/" + webhook + "/deliveries")
                .key(key())
                .send()
                .at("/items/0/state")
                .equals("dead"));
        return id;
    }

    /** Published, so that all can be done with it; it follows the dialogue of the demo's. */
    private String agent() throws Exception {
        JsonNode demo = server.get("/api/v1/agents").key(key()).send().body();
        String id = post(
                "/api/v1/agents",
                JSON.createObjectNode()
                        .put("name", "agent-" + next())
                        .put("dialogue", demo.at("/items/0/dialogue").asText())
                        .toString(),
                "/id");
        post("/api/v1/agents/" + id + "/publish", null, "/id");
        return id;
    }

    /** One that goes on as far as the database knows, with a transcript and a recording. */
    String conversation() throws IOException {
        Conversations conversations = server.bean("conversations", Conversations.class);
        String id = conversations
                .begin(new NewConversation(
                        server.demo().tenant(),
                        "call@peer",
                        "",
                        number(),
                        "+13453453453",
                        "+13453453453",
                        "ag_1",
                        "qualify-solar",
                        1,
                        new CallVariables(List.of(), "", List.of(), Map.of(), List.of()),
                        Map.of(),
                        Route.NONE,
                        Map.of()))
                .conversationId();
        server.bean("callCapture", CallCapture.class)
                .add(INVITE, new InetSocketAddress("192.0.2.1", 5060), new InetSocketAddress("192.0.2.2", 5060));
        conversations.answered(id);
        conversations.transcript(id, new TranscriptLine("a1", "agent", "Hello", 0, 900, -1, 1, "agent"));
        Files.writeString(dataDir.resolve("recordings").resolve(id + ".wav"), "RIFF0123456789");
        conversations.recorded(id, new RecordingFacts(RecordingFacts.State.COMPLETE, id + ".wav", 1000, 0));
        return id;
    }

    /** The token of a link to a conversation that is there. */
    String link(String conversation) throws Exception {
        return post("/api/v1/conversations/" + conversation + "/links", "{}", "/url")
                .replaceFirst(".*#", "");
    }

    String ended() throws IOException {
        String id = conversation();
        server.bean("conversations", Conversations.class).end(id, new EndFacts("caller", "hung up", "", 0));
        return id;
    }

    String erased() throws IOException {
        String id = ended();
        server.bean("archive", Archive.class).erase(server.demo().tenant(), id, "test", recording -> {});
        return id;
    }

    Caller caller() {
        return Caller.of(new InetSocketAddress("127.0.0.1", server.sipPort()));
    }

    /** The conversation that is up. */
    String live() throws Exception {
        return server.get("/api/v1/conversations?status=live&limit=1")
                .key(key())
                .send()
                .at("/items/0/id");
    }

    JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    String post(String path, String body, String pointer) throws Exception {
        ApiServer.Request request = server.post(path).key(key());
        ApiServer.Answer answer = (body == null ? request : request.json(body)).send();
        if (answer.status() / 100 != 2) {
            throw new AssertionError(path + " answered " + answer.status() + ": " + answer.text());
        }
        return answer.at(pointer);
    }

    /** Without a body and from another address of this machine, to whom failed attempts are put down. */
    Answer fromElsewhere(String method, String path) throws IOException {
        int host = 2 + next() % 200;
        try (Socket socket = new Socket(
                InetAddress.getByName("127.0.0.1"), server.httpPort(), InetAddress.getByName("127.0.0." + host), 0)) {
            socket.getOutputStream()
                    .write((method + ' ' + path + " HTTP/1.1\r\nHost: bridge\r\nConnection: close\r\n"
                                    + "Content-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String[] parts =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\r\n\r\n", 2);
            Map<String, String> headers = new HashMap<>();
            for (String line : parts[0].split("\r\n")) {
                String[] header = line.split(":", 2);
                headers.put(header[0].toLowerCase(Locale.ROOT), header[header.length - 1].strip());
            }
            return new Answer(Integer.parseInt(parts[0].split(" ")[1]), headers, parts[1]);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
