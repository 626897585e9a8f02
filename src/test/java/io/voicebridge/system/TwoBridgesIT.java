package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.system.TraceReceiver.Span;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Bridges on one database: a call is on the first, what it is about happens at the second; the third dies. */
class TwoBridgesIT {

    private static final String OUTCOME = """
            {"correlation":"%s","outcome":"qualified","final":true,"summary":"Owns home",
             "route":{"type":"SkillTransfer","value":"Sales_West","reason":"Wants quote"}}""";

    /** All encrypt with it, as every bridge on a database must. */
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path workDir;

    private static EmbeddedPostgres postgres;
    private static TraceReceiver collector;
    private static BridgeProcess first;
    private static BridgeProcess second;
    private static BridgeProcess third;

    private Caller caller;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
        collector = new TraceReceiver();
        first = bridge("first", "20000-23999", collector.settings());
        second = bridge("second", "24000-26999", collector.settings());
        third = bridge("third", "27000-29999", Map.of());
    }

    private static BridgeProcess bridge(String name, String ports, Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(more);
        settings.putAll(Map.of(
                "BRIDGE_DB_URL",
                postgres.getJdbcUrl("postgres", "postgres"),
                "BRIDGE_DB_USER",
                "postgres",
                "BRIDGE_SECRETS_KEYS",
                KEY,
                "BRIDGE_NODE_BEAT_SECONDS",
                "1",
                "BRIDGE_NODE_TIMEOUT_SECONDS",
                "10",
                "BRIDGE_RECORDINGS_SHARED",
                workDir.resolve("recordings").toString(),
                "BRIDGE_RECORDINGS_DIR",
                workDir.resolve("recordings").resolve(name).toString(),
                "BRIDGE_RTP_PORTS",
                ports));
        return BridgeProcess.start(Files.createDirectory(workDir.resolve(name)), settings);
    }

    @AfterEach
    void hangUp() {
        caller.close();
    }

    @AfterAll
    static void stop() throws Exception {
        third.close();
        second.close();
        first.close();
        collector.close();
        postgres.close();
    }

    /** Until it is known, and its agent talks. */
    private PhoneCall call(BridgeProcess bridge, String session) throws IOException {
        caller = Caller.of(new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()));
        PhoneCall call = caller.dials(bridge.number())
                .with("X-CallSessionId", session)
                .connects()
                .hearsVoice();
        Poll.until(() -> conversations(session), rows -> rows.size() == 1);
        return call;
    }

    private static JsonNode conversations(String session) throws IOException, InterruptedException {
        return second.api("/api/v1/conversations?correlation=" + session).path("items");
    }

    private static String id(String session) throws IOException, InterruptedException {
        return conversations(session).get(0).path("id").asText();
    }

    private static JsonNode ended(String session) throws IOException, InterruptedException {
        String id = id(session);
        return Poll.until(
                () -> second.api("/api/v1/conversations/" + id),
                row -> row.path("state").asText().equals("ended"));
    }

    /** Each demo that starts makes a new secret: that of the last one counts. */
    private static HttpResponse<String> commit(BridgeProcess at, String session)
            throws IOException, InterruptedException {
        return at.hook(OUTCOME.formatted(session), third.runtime().demo().webhookSecret());
    }

    private static HttpResponse<String> hangUp(BridgeProcess at, String id) throws IOException, InterruptedException {
        return at.post(
                "/api/v1/conversations/" + id + "/hangup", at.runtime().demo().adminKey(), "{}");
    }

    @Test
    void whoWaitsAtTheOneIsAnsweredByWhatTheOtherCommits() throws Exception {
        String session = "600000000054601";
        PhoneCall call = call(first, session);
        CompletableFuture<JsonNode> waiting = CompletableFuture.supplyAsync(() -> Poll.until(
                () -> first.five9("/five9/v1/outcome?wait=4&correlation=" + session),
                answer -> answer.path("status").asText().equals("ready")));

        HttpResponse<String> committed = commit(second, session);

        assertThat(committed.statusCode()).as(committed.body()).isEqualTo(200);
        assertThat(waiting.get().path("route_value").asText()).isEqualTo("Sales_West");
        call.hangsUp();
    }

    @Test
    void whatTheOtherAcknowledgedGoesWithTheBye() throws Exception {
        String session = "600000000054602";
        PhoneCall call = call(first, session);

        HttpResponse<String> committed = commit(second, session);
        HttpResponse<String> again = commit(first, session);
        HttpResponse<String> hungUp = hangUp(first, id(session));

        assertThat(committed.statusCode()).as(committed.body()).isEqualTo(200);
        assertThat(new ObjectMapper()
                        .readTree(committed.body())
                        .path("delivered_before_bye")
                        .asBoolean())
                .isTrue();
        assertThat(again.statusCode()).as("final for both").isEqualTo(409);
        assertThat(hungUp.statusCode()).as(hungUp.body()).isEqualTo(202);
        assertThat(PhoneCall.header(call.isOver(), "X-RouteValue")).hasValue("Sales_West");
        // The first answer is the answer: who asks before the end is written is never told who ended the call.
        ended(session);
        JsonNode told = second.five9("/five9/v1/outcome?correlation=" + session);
        assertThat(told.path("status").asText()).isEqualTo("ready");
        assertThat(told.path("ended_by").asText()).isEqualTo("api");
    }

    @Test
    void theOneThatIsAskedToHangUpHasTheOtherDoIt() throws Exception {
        String session = "600000000054603";
        PhoneCall call = call(first, session);
        String id = id(session);

        HttpResponse<String> hungUp = hangUp(second, id);

        assertThat(hungUp.statusCode()).as(hungUp.body()).isEqualTo(202);
        assertThat(PhoneCall.header(call.isOver(), "X-ConversationId")).hasValue(id);
        assertThat(ended(session).path("ended_by").asText()).isEqualTo("api");
    }

    @Test
    void theTraceOfACallGoesOnAtTheOther() throws Exception {
        String session = "600000000054607";
        PhoneCall call = call(first, session);
        String id = id(session);
        hangUp(second, id);
        call.isOver();
        ended(session);
        second.five9("/five9/v1/outcome?correlation=" + session);

        Span lookUp = traced("GET /five9/v1/outcome", id);
        Span asked = traced("POST /api/v1/conversations/{id}/hangup", id);
        Span done = traced("do-node-command", id);

        String invite = traced("INVITE", id).traceId();
        assertThat(lookUp.linkedTraces()).containsExactly(invite);
        assertThat(asked.linkedTraces()).containsExactly(invite);
        assertThat(done.linkedTraces()).containsExactly(invite);
        assertThat(done.traceId()).as("of whoever asked").isEqualTo(asked.traceId());
    }

    private static Span traced(String name, String conversation) {
        return Poll.until(() -> collector.spans(name, conversation), came -> came.size() == 1)
                .get(0);
    }

    @Test
    void theSipMessagesOfACallAreAskedOfTheOneThatHadIt() throws Exception {
        String session = "600000000054605";
        PhoneCall call = call(first, session);
        String id = id(session);
        call.hangsUp();
        ended(session);
        String path = "/api/v1/conversations/" + id + "/pcap";

        HttpResponse<String> there = second.ask(path, second.runtime().demo().adminKey());
        HttpResponse<String> here = first.ask(path, first.runtime().demo().adminKey());

        assertThat(there.statusCode()).isEqualTo(404);
        assertThat(there.body()).contains("capture_elsewhere");
        assertThat(here.statusCode()).isEqualTo(200);
    }

    @Test
    void theRecordingOfACallIsPlayedAndErasedByTheOther() throws Exception {
        String session = "600000000054606";
        call(first, session).hangsUp();
        ended(session);
        String id = id(session);

        byte[] played = second.recording(id);

        assertThat(new String(played, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
        assertThat(played).isEqualTo(first.recording(id));
        Path file = workDir.resolve("recordings/first/" + id + ".wav");
        assertThat(file).exists();
        assertThat(second.delete("/api/v1/conversations/" + id).statusCode()).isEqualTo(204);
        assertThat(file).doesNotExist();
    }

    @Test
    void theCallsOfOneThatDiesAreClosedByAnother() throws Exception {
        String session = "600000000054604";
        call(third, session);

        third.kill();

        JsonNode told = Poll.until(
                () -> second.five9("/five9/v1/outcome?correlation=" + session),
                answer -> !answer.path("status").asText().equals("pending"));
        assertThat(told.path("ended_by").asText()).isEqualTo("interrupted");
        assertThat(told.path("status").asText())
                .as("with the number's default route")
                .isEqualTo("failed");
    }
}
