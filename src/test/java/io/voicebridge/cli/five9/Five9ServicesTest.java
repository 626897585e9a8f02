package io.voicebridge.cli.five9;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.cli.ApiServer;
import io.voicebridge.cli.Database;
import io.voicebridge.cli.five9.Five9Double.Trouble;
import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.conversation.CallVariables;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.NewConversation;
import io.voicebridge.conversation.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an outcome to Five9's web services and back, through the routes and kamelets of a whole bridge. */
class Five9ServicesTest {

    private static final String USER = "bridge@acme.example";
    private static final String CALLBACK = "{\"outcome\":\"callback\",\"callback_at\":\"2099-12-24T17:00:00-05:00\"}";

    @TempDir
    static Path dataDir;

    private static Five9Double five9;
    private static ApiServer bridge;
    private static int count;

    @BeforeAll
    static void start() throws Exception {
        five9 = new Five9Double(USER, "s3cret:with-colon");
        bridge = ApiServer.start(
                dataDir, Database.H2, Map.of("bridge.five9.services-url", five9.url(), "bridge.five9.dnc-hours", ""));
        bridge.post("/api/v1/secrets")
                .key(bridge.demo().adminKey())
                .json("{\"name\":\"five9\",\"value\":\"s3cret:with-colon\"}")
                .send();
        settings("{\"username\":\"" + USER + "\",\"secret\":\"five9\",\"dnc\":true,\"callback_list\":\"Callbacks\","
                + "\"dispositions\":{\"not_qualified\":\"AI no\"}}");
    }

    @AfterAll
    static void stop() {
        bridge.close();
        five9.close();
    }

    private static void settings(String five9) throws Exception {
        ApiServer.Answer set = bridge.patch("/api/v1/tenants/" + bridge.demo().tenant())
                .key(bridge.demo().adminKey())
                .header("If-Match", "*")
                .json("{\"settings\":{\"five9\":" + five9 + "}}")
                .send();
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(set.faults("patchTenant")).isEmpty();
    }

    /** A call that is over, with an outcome. */
    private static String call(String outcome) throws Exception {
        Conversations conversations = bridge.bean("conversations", Conversations.class);
        String id = conversations
                .begin(new NewConversation(
                        bridge.demo().tenant(),
                        "call@peer",
                        "",
                        "+1303555" + (1000 + ++count),
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
        ApiServer.Answer committed = bridge.post("/api/v1/conversations/" + id + "/outcome")
                .key(bridge.demo().adminKey())
                .json(outcome)
                .send();
        assertThat(committed.status()).as(committed.text()).isEqualTo(202);
        conversations.end(id, new EndFacts("caller", "hung up", "", 0));
        return id;
    }

    private static JsonNode becomes(String conversation, Predicate<JsonNode> wanted) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            ApiServer.Answer one = bridge.get("/api/v1/conversations/" + conversation)
                                    .key(bridge.demo().adminKey())
                                    .send();
                            assertThat(one.faults("getConversation")).isEmpty();
                            return one.body().at("/five9_tasks/0");
                        },
                        wanted);
    }

    private static Predicate<JsonNode> state(String state) {
        return task -> task.path("state").asText().equals(state);
    }

    private static String number() {
        return "303555" + (1000 + count);
    }

    @Test
    void whoAsksNotToBeCalledIsOnFive9sList() throws Exception {
        String id = call("{\"outcome\":\"do_not_call\"}");
        String number = number();

        becomes(id, state("done"));

        assertThat(five9.taken()).contains(new Five9Double.Taken("addNumbersToDnc", List.of("numbers=" + number)));
        assertThat(bridge.get("/api/v1/conversations/" + id + "/timeline")
                        .key(bridge.demo().adminKey())
                        .send()
                        .text())
                .contains("on Five9's do-not-call list");
    }

    @Test
    @Five9(Five9Habit.CALLBACK)
    void aCallbackIsARecordOfItsList() throws Exception {
        String id = call(CALLBACK);
        String number = number();

        becomes(id, state("done"));

        assertThat(five9.taken()).anySatisfy(request -> assertThat(request.texts())
                .contains("listName=Callbacks", "timeToCall=4101832800000", "fields=" + number));
        assertThat(five9.clashed()).as("two sessions of one user").isFalse();
    }

    @Test
    void whatFive9RefusesIsShownWithItsFaultAndCanBeTriedAgain() throws Exception {
        five9.fails(Trouble.NO_LIST);
        String id = call(CALLBACK);
        JsonNode failed = becomes(id, state("failed"));

        assertThat(failed.path("detail").asText())
                .isEqualTo("Five9 refused: AddRecordToListFault: List was not found.");
        ApiServer.Answer replayed = bridge.post(
                        "/api/v1/five9-tasks/" + failed.path("id").asText() + "/replay")
                .key(bridge.demo().adminKey())
                .send();
        assertThat(replayed.status()).isEqualTo(202);
        assertThat(replayed.faults("replayFive9Task")).isEmpty();
        becomes(id, state("done"));
    }

    @Test
    void anAnswerThatIsLostLeavesACallbackPendingAndOthersGoOn() throws Exception {
        five9.fails(Trouble.CUT);
        String id = call(CALLBACK);
        JsonNode pending = becomes(id, task -> !task.path("detail").asText().isEmpty());
        String next = call("{\"outcome\":\"do_not_call\"}");

        assertThat(pending.path("state").asText()).isEqualTo("pending");
        assertThat(pending.path("detail").asText()).contains("has not answered in time, or the connection broke");
        becomes(next, state("done"));
    }

    @Test
    void aServerThatIsBrokenIsAskedAgainLater() throws Exception {
        five9.fails(Trouble.BROKEN);
        JsonNode pending =
                becomes(call(CALLBACK), task -> !task.path("detail").asText().isEmpty());

        assertThat(pending.path("state").asText()).isEqualTo("pending");
        assertThat(pending.path("detail").asText()).isEqualTo("Five9 answered 500 and no SOAP");
    }

    @Test
    void theDoctorSaysWhetherTheUserAndTheListAreThere() throws Exception {
        assertThat(doctor().path("status").asText()).isEqualTo("green");

        settings("{\"callback_list\":\"Nowhere\"}");
        assertThat(doctor().path("fix").asText()).contains("There is no list 'Nowhere'");

        settings("{\"callback_list\":\"Callbacks\",\"username\":\"somebody\"}");
        JsonNode stranger = doctor();
        assertThat(stranger.path("status").asText()).isEqualTo("red");
        assertThat(stranger.path("fix").asText()).contains("Five9 answered 401", "the secret five9");
        settings("{\"username\":\"" + USER + "\"}");
    }

    private static JsonNode doctor() throws Exception {
        for (JsonNode check : bridge.post("/api/v1/doctor")
                .key(bridge.demo().adminKey())
                .json("{}")
                .send()
                .body()) {
            if (check.path("check").asText().startsWith("Five9's web services take")) {
                return check;
            }
        }
        throw new AssertionError("The doctor does not look at Five9");
    }
}
