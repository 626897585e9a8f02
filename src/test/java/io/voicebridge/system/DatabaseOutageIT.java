package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.RawCaller;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database goes away with a call up, and comes back. */
class DatabaseOutageIT {

    /** A Query module of Five9 waits no longer. */
    private static final Duration FIVE9_PATIENCE = Duration.ofSeconds(5);

    private static final String SESSION = "600000000054602";
    private static final String QUESTION = "/five9/v1/outcome?correlation=" + SESSION;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path workDir;

    @ParameterizedTest
    @EnumSource(TcpProxy.Fault.class)
    void aCallGoesOnAndNothingIsLost(TcpProxy.Fault fault) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                TcpProxy proxy = new TcpProxy(postgres.getPort());
                BridgeProcess bridge = BridgeProcess.start(
                        Files.createDirectory(workDir.resolve("data")),
                        Map.of(
                                "BRIDGE_DB_URL",
                                "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres",
                                "BRIDGE_DB_USER",
                                "postgres"));
                Caller caller = Caller.of(sip(bridge))) {
            PhoneCall call = caller.dials(bridge.number())
                    .with("X-CallSessionId", SESSION)
                    .connects()
                    .hearsVoice();
            String id = Poll.until(
                            bridge::conversations,
                            rows -> rows.size() == 1
                                    && rows.get(0).path("state").asText().equals("talking"))
                    .get(0)
                    .path("id")
                    .asText();
            assertThat(bridge.five9(QUESTION).path("status").asText()).isEqualTo("pending");
            assertThat(bridge.management("/observe/health/ready").statusCode()).isEqualTo(200);

            proxy.breakBy(fault);

            answersWithProblemsInTime(bridge, id);
            String refused = refusedCall(bridge);
            Poll.until(() -> bridge.management("/observe/health/ready").statusCode(), status -> status == 503);
            assertThat(bridge.management("/observe/health/ready").body()).contains("The database is away since");
            assertThat(bridge.management("/observe/health/live").statusCode()).isEqualTo(200);
            answersWithProblemsInTime(bridge, id);
            call.hums(440, Duration.ofSeconds(2)).stays(Duration.ofSeconds(3)).hearsVoice();
            double seconds = call.heard().length / 8_000.0;
            call.hangsUp();

            proxy.restore();

            Poll.until(() -> bridge.management("/observe/health/ready").statusCode(), status -> status == 200);
            JsonNode ended = Poll.until(
                    () -> bridge.api("/api/v1/conversations/" + id),
                    row -> row.path("state").asText().equals("ended"));
            assertThat(ended.path("ended_by").asText()).isEqualTo("caller");
            assertThat(ended.path("duration_s").asDouble()).isCloseTo(seconds, within(1.5));
            Wav recording = Wav.read(bridge.recording(id));
            assertThat(recording.seconds()).isCloseTo(seconds, within(0.5));
            assertThat(StreamSupport.stream(
                                    bridge.api("/api/v1/conversations/" + id + "/timeline")
                                            .findValues("kind")
                                            .spliterator(),
                                    false)
                            .map(JsonNode::asText))
                    .contains("answered", "call-ended", "written-late");
            assertThat(bridge.api("/api/v1/conversations/" + id + "/transcript").findValues("text"))
                    .as("what was said before and during the outage")
                    .hasSizeGreaterThanOrEqualTo(2);

            JsonNode outcome = bridge.five9(QUESTION);
            assertThat(outcome.path("status").asText()).isIn("ready", "failed");
            assertThat(outcome.path("outcome").asText())
                    .as("what was not acknowledged does not count")
                    .isIn("no_input", "failed");
            JsonNode row = Poll.until(
                            () -> bridge.api("/api/v1/rejected-calls").path("items"), rows -> rows.size() == 1)
                    .get(0);
            assertThat(row.path("call_id").asText()).isEqualTo(refused);
            assertThat(row.path("status").asInt()).isEqualTo(503);
            assertThat(row.path("condition").asText()).isEqualTo("storage-unavailable");
            caller.dials(bridge.number()).connects().hearsVoice().hangsUp();
        }
    }

    /** More questions at once than the pool has connections, with and without {@code wait}, and a commit. */
    private static void answersWithProblemsInTime(BridgeProcess bridge, String conversation) {
        String five9 = bridge.runtime().demo().five9Key();
        List<CompletableFuture<Timed>> asked = IntStream.range(0, 40)
                .mapToObj(i -> Timed.of(() -> bridge.ask(QUESTION + (i % 2 == 0 ? "" : "&wait=4"), five9)))
                .toList();
        Timed commit = Timed.of(() -> bridge.post(
                        "/api/v1/conversations/" + conversation + "/outcome",
                        bridge.runtime().demo().adminKey(),
                        "{\"outcome\":\"qualified\",\"final\":true}"))
                .join();
        assertIsProblemInTime(commit);
        asked.forEach(answer -> assertIsProblemInTime(answer.join()));
    }

    private static void assertIsProblemInTime(Timed answer) {
        assertThat(answer.response().statusCode()).as(answer.response().body()).isEqualTo(503);
        assertThat(answer.response().headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.response().body()).contains("storage_unavailable");
        assertThat(answer.took()).isLessThan(FIVE9_PATIENCE);
    }

    private record Timed(HttpResponse<String> response, Duration took) {

        interface Question {
            HttpResponse<String> ask() throws Exception;
        }

        static CompletableFuture<Timed> of(Question question) {
            CompletableFuture<Timed> answer = new CompletableFuture<>();
            new Thread(() -> {
                        long start = System.nanoTime();
                        try {
                            HttpResponse<String> response = question.ask();
                            answer.complete(new Timed(response, Duration.ofNanos(System.nanoTime() - start)));
                        } catch (Exception e) {
                            answer.completeExceptionally(e);
                        }
                    })
                    .start();
            return answer;
        }
    }

    /** Returns the Call-ID of a call that was refused in time, with what a carrier needs to go on. */
    private static String refusedCall(BridgeProcess bridge) throws Exception {
        try (RawCaller caller = new RawCaller(sip(bridge))) {
            String response = caller.invites("Content-Type: application/sdp\r\n", RawCaller.SDP)
                    .response();
            assertThat(response)
                    .startsWith("SIP/2.0 503 ")
                    .contains("Reason: SIP;cause=503;text=")
                    .contains("Retry-After: ");
            return caller.callId();
        }
    }

    private static InetSocketAddress sip(BridgeProcess bridge) {
        return new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort());
    }
}
