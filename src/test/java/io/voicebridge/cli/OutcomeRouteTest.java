package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conversation.Begun;
import io.voicebridge.conversation.CallVariables;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.NewConversation;
import io.voicebridge.conversation.OutcomeReceipt;
import io.voicebridge.conversation.Route;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Tenants;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeRouteTest {

    @TempDir
    static Path dataDir;

    private static ApiServer server;
    private static String tenant;

    private String conversation;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(dataDir, Database.H2);
        tenant = server.bean("tenants", Tenants.class)
                .create("test", Json.mapper().readTree("{\"name\":\"Routes\"}"))
                .id();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void begin() {
        Begun begun = server.bean("conversations", Conversations.class)
                .begin(new NewConversation(
                        tenant,
                        "call@peer",
                        "",
                        "+13035550100",
                        "+13453453453",
                        "+13453453453",
                        "ag_1",
                        "qualify-solar",
                        1,
                        new CallVariables(List.of(), "", List.of(), Map.of(), List.of()),
                        Map.of(),
                        Route.NONE,
                        Map.of()));
        conversation = begun.conversationId();
    }

    @Test
    void aToolIsAnsweredInJson() {
        Exchange done = commit("tool", "t1", "{\"outcome\":\"qualified\"}");

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(String.class))
                .isEqualTo("{\"status\":\"ok\",\"conversation_id\":\"" + conversation + "\",\"revision\":1}");
    }

    @Test
    void aToolIsToldWhyItWasRefusedAndTheRouteGoesOn() {
        commit("tool", "t1", "{\"outcome\":\"qualified\"}");

        Exchange refused = commit("tool", "t2", "{\"outcome\":\"callback\"}");
        Exchange invalid = commit("tool", "t3", "{\"outcome\":\"splendid\"}");

        assertThat(refused.getException()).isNull();
        assertThat(refused.isRollbackOnly()).isFalse();
        assertThat(refused.getMessage().getBody(String.class)).startsWith("{\"status\":\"outcome_final\"");
        assertThat(invalid.getMessage().getBody(String.class)).contains("\"pointer\":\"/outcome\"");
        assertThat(commit("tool", "t1", "{\"outcome\":\"qualified\"}")
                        .getMessage()
                        .getBody(String.class))
                .contains("\"status\":\"ok\"");
    }

    @Test
    void anotherRouteGetsTheReceiptOrTheFailure() {
        Exchange done = commit("api", "a1", "{\"outcome\":\"qualified\"}");
        Exchange refused = commit("webhook", "a1", "{\"outcome\":\"callback\"}");

        assertThat(done.getMessage().getBody()).isEqualTo(new OutcomeReceipt(conversation, 1, true));
        assertThat(refused.getException()).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo("outcome_final"));
    }

    private Exchange commit(String source, String key, String body) {
        var context = server.context();
        Exchange exchange = ExchangeBuilder.anExchange(context).withBody(body).build();
        exchange.setVariable("tenantId", tenant);
        exchange.setVariable("conversationId", conversation);
        exchange.setVariable("source", source);
        exchange.setVariable("outcomeKey", key);
        try (var template = context.createProducerTemplate()) {
            return template.send("direct:outcome-commit", exchange);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
