package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.AgentTally;
import io.voicebridge.call.CallEnd;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.NewConversation;
import io.voicebridge.conversation.RecordingFacts;
import io.voicebridge.conversation.RejectedCall;
import io.voicebridge.conversation.Route;
import io.voicebridge.conversation.SignalHeader;
import io.voicebridge.conversation.SipVariables;
import io.voicebridge.conversation.TranscriptLine;
import io.voicebridge.directory.Tenants;
import jakarta.persistence.EntityManager;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

class ConversationApiTest {

    private static final String PATH = "/api/v1/conversations/";

    @TempDir
    static Path dataDir;

    private static ApiServer server;
    private static Tenants.Created tenant;
    private static Tenants.Created other;
    private static Conversations conversations;

    private String id;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(dataDir, Database.H2);
        Tenants tenants = server.bean("tenants", Tenants.class);
        tenant = tenants.create("test", Json.mapper().readTree("{\"name\":\"One\"}"));
        other = tenants.create("test", Json.mapper().readTree("{\"name\":\"Two\"}"));
        conversations = server.bean("conversations", Conversations.class);
        Files.createDirectories(dataDir.resolve("recordings"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void call() {
        var variables = new SipVariables().read(List.of(new SignalHeader("X-city", "Denver")));
        id = conversations
                .begin(new NewConversation(
                        tenant.tenant().id(),
                        "call@peer",
                        "",
                        "+13035550100",
                        "+13453453453",
                        "+13453453453",
                        "ag_1",
                        "qualify-solar",
                        2,
                        variables,
                        Map.of(),
                        Route.NONE,
                        Map.of()))
                .conversationId();
        conversations.answered(id);
        conversations.transcript(id, new TranscriptLine("a1", "agent", "Hello <you>", 0, 900, -1, 1, "agent"));
        conversations.transcript(id, new TranscriptLine("u1", "caller", "Yes", 1500, 2100, -1, 0.9, "moonshine"));
    }

    @Test
    void answersWhatNoRouteTakesWithAProblemDocument() throws Exception {
        for (String path : List.of("/", "/api/v1/nothing", "/five9/v1/nothing", PATH + id + "/nothing?a=b")) {
            ApiServer.Answer answer = get(path);

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.at("/code")).isEqualTo("not_found");
            assertThat(answer.at("/instance")).isEqualTo(path.replaceFirst("[?].*", ""));
        }
        assertThat(get("/api/v1/conversations/").status()).isEqualTo(200);
        ApiServer.Answer wrongMethod = server.put("/api/v1/conversations").send();
        assertThat(wrongMethod.status()).isEqualTo(405);
        assertThat(wrongMethod.at("/code")).isEqualTo("method_not_allowed");
        ApiServer.Answer large =
                server.post("/hooks/v1/outcomes").text("x".repeat(300_000)).send();
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.at("/code")).isEqualTo("too_large");
    }

    @Test
    void hangsUpACallThatIsUpAndNoOther() throws Exception {
        String number = server.demo().numbers().keySet().iterator().next();
        String demoKey = server.demo().adminKey();
        try (Caller caller = Caller.of(new InetSocketAddress("127.0.0.1", server.sipPort()))) {
            PhoneCall call = caller.dials(number).connects();
            String live = server.get("/api/v1/conversations?status=live")
                    .key(demoKey)
                    .send()
                    .at("/items/0/id");
            assertThat(server.post(PATH + live + "/hangup")
                            .key(other.adminKey().secret())
                            .send()
                            .status())
                    .isEqualTo(404);

            ApiServer.Answer answer =
                    server.post(PATH + live + "/hangup").key(demoKey).send();

            assertThat(answer.status()).isEqualTo(202);
            CallEnd end = call.isOver();
            assertThat(end.by()).isEqualTo(CallEnd.By.PEER);
            assertThat(PhoneCall.header(end, "X-ConversationId")).hasValue(live);
            await().untilAsserted(() -> {
                ApiServer.Answer ended = server.get(PATH + live).key(demoKey).send();
                assertThat(ended.at("/state")).isEqualTo("ended");
                assertThat(ended.at("/ended_by")).isEqualTo("api");
            });
            assertThat(server.post(PATH + live + "/hangup").key(demoKey).send().at("/code"))
                    .isEqualTo("call_ended");
        }
        // Written down as up, by a bridge that is not this one
        ApiServer.Answer elsewhere = server.post(PATH + id + "/hangup")
                .key(tenant.adminKey().secret())
                .send();
        assertThat(elsewhere.status()).isEqualTo(409);
        assertThat(elsewhere.at("/code")).isEqualTo("call_ended");
    }

    @Test
    void listsAndShowsAsTheContractSays() throws Exception {
        ApiServer.Answer list = get("/api/v1/conversations?status=live&ani=3035550100&q=DENV&limit=200");
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.faults("listConversations")).isEmpty();
        assertThat(list.text()).contains(id);

        ApiServer.Answer one = get(PATH + id);
        assertThat(one.faults("getConversation")).isEmpty();
        assertThat(one.at("/version")).isEqualTo("2");
        assertThat(get("/api/v1/conversations?from=yesterday").status()).isEqualTo(400);
        assertThat(get("/api/v1/conversations?cursor=%21").at("/code")).isEqualTo("bad_filter");
    }

    @Test
    void listsTheCallsOfAStretchOfTime() throws Exception {
        Instant start = Instant.parse(get(PATH + id).at("/started_at"));
        String list = "/api/v1/conversations?";

        assertThat(get(list + "from=" + start).text()).contains(id);
        assertThat(get(list + "from=" + start.plusMillis(1_000)).text()).doesNotContain(id);
        assertThat(get(list + "to=" + start.plusMillis(1_000)).text()).contains(id);
        assertThat(get(list + "to=" + start.minusMillis(1_000)).text()).doesNotContain(id);
        assertThat(get(list + "from=1960-01-01T00:00:00Z&to=9999-12-31T00:00:00Z")
                        .text())
                .contains(id);
    }

    @Test
    void anotherTenantFindsNothing() throws Exception {
        String key = other.adminKey().secret();

        assertThat(server.get(PATH + id).key(key).send().status()).isEqualTo(404);
        assertThat(server.get("/api/v1/conversations").key(key).send().text()).doesNotContain(id);
        assertThat(server.post(PATH + id + "/outcome")
                        .key(key)
                        .json("{\"outcome\":\"qualified\"}")
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(server.delete(PATH + id).key(key).send().status()).isEqualTo(404);
    }

    @Test
    void showsTheTranscriptInThreeForms() throws Exception {
        assertThat(get(PATH + id + "/transcript").faults("getTranscript")).isEmpty();
        assertThat(get(PATH + id + "/transcript?format=text").text())
                .isEqualTo("00:00 Agent: Hello <you>\n00:01 Caller: Yes\n");
        assertThat(get(PATH + id + "/transcript?format=vtt").text())
                .startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:00.900\n<v Agent>Hello &lt;you&gt;\n");
    }

    @Test
    void showsVariablesAndTimeline() throws Exception {
        assertThat(get(PATH + id + "/variables").text())
                .isEqualTo("{\"items\":[{\"name\":\"city\",\"header\":\"X-city\",\"value\":\"Denver\",\"used\":false,"
                        + "\"source\":\"header\"}]}");
        ApiServer.Answer timeline = get(PATH + id + "/timeline");
        assertThat(timeline.faults("getTimeline")).isEmpty();
        assertThat(timeline.at("/items/0/kind")).isEqualTo("call-arrived");
    }

    @Test
    void commitsAnOutcomeByHandAndRepeatsItsAnswer() throws Exception {
        for (int i = 0; i < 2; i++) {
            ApiServer.Answer answer = server.post(PATH + id + "/outcome")
                    .key(key())
                    .header("Idempotency-Key", "k-" + id)
                    .json("{\"outcome\":\"callback\",\"callback_at\":\"2026-03-02T17:00:00-07:00\",\"confidence\":0.4}")
                    .send();
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.faults("postConversationOutcome")).isEmpty();
            assertThat(answer.at("/revision")).isEqualTo("1");
        }
        ApiServer.Answer again = server.post(PATH + id + "/outcome")
                .key(key())
                .json("{\"outcome\":\"qualified\"}")
                .send();
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.at("/code")).isEqualTo("outcome_final");
        assertThat(get(PATH + id).at("/committed/callback_at")).isEqualTo("2026-03-02T17:00:00-07:00");
        assertThat(get(PATH + id).at("/committed/needs_review")).isEqualTo("true");
    }

    @Test
    void servesTheRecordingAndARangeOfIt() throws Exception {
        assertThat(get(PATH + id + "/recording").at("/code")).isEqualTo("no_recording");
        Files.writeString(dataDir.resolve("recordings").resolve(id + ".wav"), "RIFF0123456789");
        conversations.end(id, new EndFacts("caller", "the caller hung up", id + ".wav", 1000));

        ApiServer.Answer whole = get(PATH + id + "/recording");
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.text()).isEqualTo("RIFF0123456789");
        assertThat(whole.header("Content-Type")).contains("audio/wav");
        ApiServer.Answer part = server.get(PATH + id + "/recording")
                .key(key())
                .header("Range", "bytes=4-6")
                .send();
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("012");
        assertThat(part.header("Content-Range")).contains("bytes 4-6/14");
    }

    @Test
    void saysWhichBridgeHasARecordingThatIsNotHere() throws Exception {
        conversations.end(id, new EndFacts("caller", "the caller hung up", id + ".wav", 1000));
        EntityManager entities = server.bean("entityManager", EntityManager.class);
        server.bean("transactionTemplate", TransactionTemplate.class)
                .executeWithoutResult(status -> entities.createQuery(
                                "update ConversationRow c set c.node = 'nd_another' where c.id = :id")
                        .setParameter("id", id)
                        .executeUpdate());

        ApiServer.Answer answer = get(PATH + id + "/recording");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.at("/code")).isEqualTo("no_recording");
        assertThat(answer.at("/detail")).contains("nd_another", "bridge.recordings.shared");
    }

    @Test
    void erasesAConversationThatIsOver() throws Exception {
        assertThat(server.delete(PATH + id).key(key()).send().status()).isEqualTo(409);
        Path file = Files.writeString(dataDir.resolve("recordings").resolve(id + ".wav"), "RIFF");
        conversations.end(id, new EndFacts("caller", "the caller hung up", id + ".wav", 1000));

        assertThat(server.delete(PATH + id).key(key()).send().status()).isEqualTo(204);

        assertThat(get(PATH + id).status()).isEqualTo(410);
        assertThat(file).doesNotExist();
    }

    @Test
    void showsWhatWasMeasuredOnceTheCallIsOver() throws Exception {
        assertThat(get(PATH + id).at("/metrics")).isEqualTo("null");
        AgentTally tally = new AgentTally();
        tally.add(new AgentMetric("ttfa_ms", 210));
        tally.add(new AgentMetric("turn_gap_ms", 700));
        tally.add(new AgentMetric("interruptions", 1));
        conversations.end(
                id,
                new EndFacts(
                        "caller",
                        "hung up",
                        RecordingFacts.NONE,
                        List.of(),
                        tally.measures().asMap()));

        ApiServer.Answer answer = get(PATH + id);

        assertThat(answer.faults("getConversation")).isEmpty();
        assertThat(answer.at("/metrics/ttfa_ms")).isEqualTo("210");
        assertThat(answer.at("/metrics/turn_gap_ms/median")).isEqualTo("700");
        assertThat(answer.at("/metrics/interruptions")).isEqualTo("1");
        assertThat(answer.at("/metrics/fillers")).isEqualTo("0");
    }

    @Test
    void aCallThatIsOverCannotBeHungUp() throws Exception {
        conversations.end(id, new EndFacts("caller", "the caller hung up", "", 0));

        ApiServer.Answer answer = server.post(PATH + id + "/hangup").key(key()).send();

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.at("/code")).isEqualTo("call_ended");
    }

    @Test
    void listsRefusedCalls() throws Exception {
        conversations.rejected(
                new RejectedCall(
                        tenant.tenant().id(),
                        "c",
                        "+1303",
                        "+1999",
                        "10.0.0.1:5060",
                        480,
                        "agent-unpublished",
                        "r",
                        "h"),
                Optional.empty());

        ApiServer.Answer answer = get("/api/v1/rejected-calls");

        assertThat(answer.faults("listRejectedCalls")).isEmpty();
        assertThat(answer.at("/items/0/condition")).isEqualTo("agent-unpublished");
    }

    private static ApiServer.Answer get(String path) throws Exception {
        return server.get(path).key(key()).send();
    }

    private static String key() {
        return tenant.adminKey().secret();
    }
}
