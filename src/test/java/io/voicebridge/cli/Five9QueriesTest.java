package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EndFacts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How Query modules of Five9 scripts ask, as exports of scripts show it. */
class Five9QueriesTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    static Path folder;

    private static ContractWorld world;
    private static ApiServer server;
    private static String id;
    private static String answer;

    @BeforeAll
    static void start() throws Exception {
        world = new ContractWorld(folder, Map.of());
        server = world.server;
        id = world.conversation();
        server.bean("conversations", Conversations.class).end(id, new EndFacts("caller", "hung up", "", 0));
        answer = ask(server.get("/five9/v1/outcome?conversation_id=" + id)).text();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static ApiServer.Answer ask(ApiServer.Request request) throws Exception {
        return request.key(server.demo().five9Key()).send();
    }

    @Test
    @Five9({Five9Habit.METHODS, Five9Habit.ASKED_AGAIN})
    void everyMethodAndKindOfBodyGetsTheSameBytes() throws Exception {
        String field = "conversation_id=" + id;
        String json = "{\"conversation_id\":\"" + id + "\"}";

        for (ApiServer.Request request : List.of(
                server.get("/five9/v1/outcome?" + field),
                server.get("/five9/v1/outcome?CONVERSATION_ID=" + id),
                server.post("/five9/v1/outcome?" + field),
                server.post("/five9/v1/outcome").body(FORM, field),
                server.post("/five9/v1/outcome").json(json),
                server.post("/five9/v1/outcome").text(json),
                server.post("/five9/v1/outcome?a=1").json("{\"name\":\"Ann \"Bo\" Lee\"," + json.substring(1)))) {
            assertThat(ask(request).text()).isEqualTo(answer).contains(id);
        }
    }

    @Test
    @Five9(Five9Habit.CREDENTIALS)
    void everyKindOfAuthorizationProfileIsLetIn() throws Exception {
        String key = server.demo().five9Key();
        int secret = key.lastIndexOf('_');
        String pair = key.substring("vb_".length(), secret) + ':' + key.substring(secret + 1);
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

        for (Map.Entry<String, String> header : Map.of(
                        "x-api-key",
                        key,
                        "token",
                        key,
                        "Authorization",
                        "Bearer " + key,
                        "AUTHORIZATION",
                        "Basic " + basic)
                .entrySet()) {
            assertThat(server.get("/five9/v1/outcome?conversation_id=" + id)
                            .header(header.getKey(), header.getValue())
                            .send()
                            .text())
                    .as(header.getKey())
                    .isEqualTo(answer);
        }
    }

    @Test
    @Five9(Five9Habit.CREDENTIALS)
    void theTokenOfAnotherPlatformHidesNoKey() throws Exception {
        assertThat(ask(server.get("/five9/v1/outcome?conversation_id=" + id).header("token", "vb_another_platform's"))
                        .text())
                .isEqualTo(answer);
    }

    @Test
    @Five9(Five9Habit.STATUS)
    void whatIsNoOutcomeIsAResultAndAKeyThatIsNoneIsNot() throws Exception {
        for (Map.Entry<String, String> asked :
                Map.of("correlation=nobody", "not_found", "", "invalid").entrySet()) {
            ApiServer.Answer told = ask(server.get("/five9/v1/outcome?" + asked.getKey()));

            assertThat(told.status()).isEqualTo(200);
            assertThat(told.text()).startsWith("{\"status\":\"" + asked.getValue() + '"');
        }
        assertThat(server.get("/five9/v1/outcome?conversation_id=" + id)
                        .key("vb_nobody_secret")
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    @Five9(Five9Habit.REDIRECTS)
    void noSpellingOfAnAddressIsRedirected() throws Exception {
        for (String path : List.of("outcome", "outcome/", "/outcome", "calls", "events", "echo", "nothing")) {
            assertThat(ask(server.get("/five9/v1/" + path)).status())
                    .as(path)
                    .satisfiesAnyOf(status -> assertThat(status).isLessThan(300), status -> assertThat(status)
                            .isGreaterThanOrEqualTo(400));
        }
    }

    @Test
    @Five9(Five9Habit.ASKED_AGAIN)
    void aCallThatIsRegisteredAgainIsSaidToBeKnown() throws Exception {
        String call = "{\"correlation\":\"again-1\",\"ani\":\"+13035550100\",\"number\":\"+13453453453\"}";

        String first = ask(server.post("/five9/v1/calls").json(call)).text();
        String second = ask(server.post("/five9/v1/calls").json(call)).text();

        assertThat(first).startsWith("{\"status\":\"ok\"");
        assertThat(second).startsWith("{\"status\":\"updated\"");
    }
}
