package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.call.CallEnd;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two bridges on one database: the call is on the first, its outcome comes to the second. */
class TwoBridgesIT {

    private static final String SESSION = "600000000054602";
    private static final String OUTCOME = """
            {"correlation":"%s","outcome":"qualified","final":true,"summary":"Owns home",
             "route":{"type":"SkillTransfer","value":"Sales_West","reason":"Wants quote"}}""".formatted(SESSION);

    /** Both encrypt with it, as every bridge on a database must. */
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path workDir;

    private EmbeddedPostgres postgres;
    private BridgeProcess first;
    private BridgeProcess second;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        first = bridge("first", "20000-24999");
        second = bridge("second", "25000-29999");
        caller = Caller.of(new InetSocketAddress("127.0.0.1", first.runtime().sipPort()));
    }

    private BridgeProcess bridge(String name, String ports) throws IOException {
        return BridgeProcess.start(
                Files.createDirectory(workDir.resolve(name)),
                Map.of(
                        "BRIDGE_DB_URL",
                        postgres.getJdbcUrl("postgres", "postgres"),
                        "BRIDGE_DB_USER",
                        "postgres",
                        "BRIDGE_SECRETS_KEYS",
                        KEY,
                        "BRIDGE_RTP_PORTS",
                        ports));
    }

    @AfterEach
    void stop() throws Exception {
        caller.close();
        second.close();
        first.close();
        postgres.close();
    }

    /** Until it is known, and its agent talks. */
    private PhoneCall call() throws IOException {
        PhoneCall call = caller.dials(first.number())
                .with("X-CallSessionId", SESSION)
                .connects()
                .hearsVoice();
        Poll.until(second::conversations, rows -> rows.size() == 1);
        return call;
    }

    @Test
    void whoWaitsAtTheOneIsAnsweredByWhatTheOtherCommits() throws Exception {
        PhoneCall call = call();
        CompletableFuture<JsonNode> waiting = CompletableFuture.supplyAsync(() -> Poll.until(
                () -> first.five9("/five9/v1/outcome?wait=4&correlation=" + SESSION),
                answer -> answer.path("status").asText().equals("ready")));

        HttpResponse<String> committed = second.hook(OUTCOME);

        assertThat(committed.statusCode()).as(committed.body()).isEqualTo(200);
        assertThat(waiting.get().path("route_value").asText()).isEqualTo("Sales_West");
        call.hangsUp();
    }

    @Test
    void whatTheOtherAcknowledgedGoesWithTheBye() throws Exception {
        PhoneCall call = call();

        HttpResponse<String> committed = second.hook(OUTCOME);
        String id = first.conversations().get(0).path("id").asText();
        HttpResponse<String> again = first.hook(OUTCOME);
        HttpResponse<String> hungUp = first.post(
                "/api/v1/conversations/" + id + "/hangup",
                first.runtime().demo().adminKey(),
                "{}");

        assertThat(committed.statusCode()).as(committed.body()).isEqualTo(200);
        assertThat(new ObjectMapper()
                        .readTree(committed.body())
                        .path("delivered_before_bye")
                        .asBoolean())
                .isTrue();
        assertThat(again.statusCode()).as("final for both").isEqualTo(409);
        assertThat(hungUp.statusCode()).as(hungUp.body()).isEqualTo(202);
        CallEnd end = call.isOver();
        assertThat(PhoneCall.header(end, "X-RouteValue")).hasValue("Sales_West");
        // The first answer is the answer: who asks before the end is written is never told who ended the call.
        Poll.until(
                first::conversations, rows -> rows.get(0).path("state").asText().equals("ended"));
        JsonNode told = second.five9("/five9/v1/outcome?correlation=" + SESSION);
        assertThat(told.path("status").asText()).isEqualTo("ready");
        assertThat(told.path("ended_by").asText()).isEqualTo("api");
    }
}
