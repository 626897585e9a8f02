package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.NewConversation;
import io.voicebridge.conversation.Route;
import io.voicebridge.conversation.SignalHeader;
import io.voicebridge.conversation.SipVariables;
import io.voicebridge.conversation.Wakeups;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many Five9 scripts wait for the outcome of their calls at the same time. */
class WaitingLookupsTest {

    private static final int WAITERS = 1_000;

    @TempDir
    static Path dataDir;

    private static ApiServer server;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(dataDir, Database.H2);
        // the test says when they are answered, not the clock
        server.patch("/api/v1/tenants/" + server.demo().tenant())
                .key(server.demo().adminKey())
                .header(
                        "If-Match",
                        server.get("/api/v1/tenants/" + server.demo().tenant())
                                .key(server.demo().adminKey())
                                .send()
                                .etag())
                .json("{\"settings\":{\"wait_cap_s\":25}}")
                .send();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aThousandWaitWithoutAThreadEachAndAreAnsweredTheMomentTheOutcomeIsThere() throws Exception {
        String id = call("7001");
        ask("7001", 0).join();
        long threads = threads();

        List<CompletableFuture<HttpResponse<String>>> answers =
                IntStream.range(0, WAITERS).mapToObj(n -> ask("7001", 25)).toList();
        await().atMost(Duration.ofSeconds(20)).until(() -> wakeups().waiting() == WAITERS);

        assertThat(threads() - threads).isLessThan(100);
        assertThat(answers).noneMatch(CompletableFuture::isDone);
        assertThat(ask("7002", 0).join().body()).contains("\"status\":\"not_found\"");

        server.bean("conversations", Conversations.class).end(id, new EndFacts("caller", "the caller hung up", "", 0));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().body())
                .contains("\"status\":\"failed\"", "\"conversation_id\":\"" + id));
        assertThat(wakeups().waiting()).isZero();
    }

    @Test
    void whoStopsWaitingIsForgotten() throws Exception {
        call("7003");
        CompletableFuture<HttpResponse<String>> answer = ask("7003", 1);
        await().until(() -> wakeups().waiting() == 1);

        answer.cancel(true);

        await().atMost(Duration.ofSeconds(5)).until(() -> wakeups().waiting() == 0);
        assertThat(ask("7003", 0).join().body()).contains("\"status\":\"pending\"");
    }

    private static Wakeups wakeups() {
        return server.bean("wakeups", Wakeups.class);
    }

    /** Threads of the server: the client has its own. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("HttpClient"))
                .count();
    }

    private CompletableFuture<HttpResponse<String>> ask(String correlation, int wait) {
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort()
                                + "/five9/v1/outcome?correlation=" + correlation + "&wait=" + wait))
                        .header("X-API-Key", server.demo().five9Key())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String call(String correlation) {
        var variables = new SipVariables().read(List.of(new SignalHeader("X-CallSessionId", correlation)));
        return server.bean("conversations", Conversations.class)
                .begin(new NewConversation(
                        server.demo().tenant(),
                        correlation + "@peer",
                        variables.correlation(),
                        "+13035550100",
                        "+13453450100",
                        "+13453450100",
                        "ag_1",
                        "qualify-solar",
                        1,
                        variables,
                        Map.of(),
                        Route.NONE,
                        Map.of()))
                .conversationId();
    }
}
