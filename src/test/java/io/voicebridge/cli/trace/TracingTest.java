package io.voicebridge.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.cli.ApiServer;
import io.voicebridge.security.WebhookSignature;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One call from its INVITE to the look-up of its outcome, as a trace tells it. */
class TracingTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ELSEWHERE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final String PLATFORM = "0af7651916cd43dd8448eb211c80319c";
    private static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("gen_ai.conversation.id");

    /** A lead: whoever finds any of it in a trace has found a person. */
    private static final List<String> LEAD = List.of("3035550142", "Zebulon", "600000000054777");

    @TempDir
    static Path data;

    private static TracedBridge bridge;
    private static HttpServer receiver;
    private static final List<String> told = new CopyOnWriteArrayList<>();
    private static SpanData invite;
    private static SpanData lookUp;
    private static String conversation;

    @BeforeAll
    static void callAndAsk() throws Exception {
        bridge = TracedBridge.start(
                data,
                Map.of(
                        "bridge.tracing", "true",
                        "bridge.webhooks.allow-http", "true",
                        "bridge.webhooks.allow-addresses", "127.0.0.1"));
        ApiServer server = bridge.server();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        ApiServer.Answer hook = server.post("/api/v1/webhooks")
                .key(server.demo().adminKey())
                .json("{\"url\":\"http://127.0.0.1:" + receiver.getAddress().getPort() + "/\"}")
                .send();
        assertThat(hook.status()).as(hook.text()).isEqualTo(201);
        String number = server.demo().numbers().keySet().iterator().next();
        try (Caller caller = Caller.of(new InetSocketAddress("127.0.0.1", server.sipPort()))) {
            PhoneCall call = caller.dials(number)
                    .with("X-first_name", "Zebulon")
                    .with("X-ANI", "+13035550142")
                    .with("X-CallSessionId", "600000000054777")
                    .with("traceparent", "00-" + ELSEWHERE + "-00f067aa0ba902b7-01")
                    .connects();
            JsonNode known = server.get("/api/v1/conversations")
                    .key(server.demo().adminKey())
                    .send()
                    .body();
            conversation = known.at("/items/0/id").asText();
            assertThat(conversation).as(known.toString()).startsWith("cv_");
            ApiServer.Answer committed = server.post("/api/v1/conversations/" + conversation + "/outcome")
                    .key(server.demo().adminKey())
                    .json("{\"outcome\":\"qualified\",\"summary\":\"Zebulon owns a home\"}")
                    .send();
            assertThat(committed.status()).as(committed.text()).isEqualTo(202);
            assertThat(committed.faults("postConversationOutcome")).isEmpty();
            assertThat(committed.text()).doesNotContain("trace");
            call.hangsUp();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(bridge.names()).contains("ended"));
        ApiServer.Answer answer = server.get("/five9/v1/outcome?correlation=600000000054777&ani=3035550142")
                .key(server.demo().five9Key())
                .header("traceparent", "00-" + ELSEWHERE + "-00f067aa0ba902b7-01")
                .send();
        assertThat(answer.text()).contains("qualified");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(bridge.names()).contains("GET /five9/v1/outcome", "send-webhook"));
        invite = bridge.last("INVITE").orElseThrow();
        lookUp = bridge.last("GET /five9/v1/outcome").orElseThrow();
    }

    @AfterAll
    static void close() {
        receiver.stop(0);
        bridge.close();
    }

    @Test
    void theCallIsOneTraceFromItsInviteToItsEnd() {
        assertThat(invite.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(invite.getAttributes().get(CONVERSATION)).isEqualTo(conversation);
        assertThat(invite.getAttributes().get(AttributeKey.stringKey("voicebridge.tenant.id")))
                .isEqualTo(bridge.server().demo().tenant());
        assertThat(invite.getAttributes().get(AttributeKey.stringKey("voicebridge.number.id")))
                .isNotBlank();
        assertThat(bridge.namesIn(invite.getTraceId()))
                .contains("INVITE", "agent-lookup-action", "answered", "invoke_agent", "ended");
    }

    @Test
    void theAgentsSessionLastsFromTheAnswerToTheEnd() {
        SpanData session = bridge.last("invoke_agent").orElseThrow();

        assertThat(session.getTraceId()).isEqualTo(invite.getTraceId());
        assertThat(session.getAttributes().get(CONVERSATION)).isEqualTo(conversation);
        assertThat(session.getStartEpochNanos()).isGreaterThanOrEqualTo(invite.getStartEpochNanos());
        assertThat(session.getEndEpochNanos()).isGreaterThan(session.getStartEpochNanos());
    }

    @Test
    void theLookUpBelongsToTheTraceOfWhoAskedAndLinksToTheCalls() {
        assertThat(lookUp.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(lookUp.getTraceId()).isEqualTo(ELSEWHERE);
        assertThat(lookUp.getAttributes().get(CONVERSATION)).isEqualTo(conversation);
        assertThat(lookUp.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .isEqualTo(200);
        assertThat(lookUp.getLinks()).singleElement().satisfies(link -> {
            assertThat(link.getSpanContext().getTraceId()).isEqualTo(invite.getTraceId());
            assertThat(link.getSpanContext().getSpanId()).isEqualTo(invite.getSpanId());
        });
        assertThat(bridge.namesIn(ELSEWHERE)).contains("answer-outcome");
    }

    @Test
    void anOutcomeThatSomebodyElseCommitsLinksToTheCall() {
        SpanData commit = bridge.last("POST /api/v1/conversations/{id}/outcome").orElseThrow();

        assertThat(commit.getLinks()).singleElement().satisfies(link -> assertThat(
                        link.getSpanContext().getTraceId())
                .isEqualTo(invite.getTraceId()));
        assertThat(bridge.namesIn(commit.getTraceId())).contains("commit-outcome", "record-outcome");
    }

    @Test
    void aSignedOutcomeBelongsToTheTraceOfItsSenderAndLinksToTheCall() throws Exception {
        ApiServer server = bridge.server();
        Instant now = Clock.systemUTC().instant();
        String body = "{\"conversation_id\":\"" + conversation + "\",\"outcome\":\"do_not_call\"}";
        String signature =
                new WebhookSignature(Clock.systemUTC()).sign(server.demo().webhookSecret(), "msg_traced", now, body);

        ApiServer.Answer answer = server.post("/hooks/v1/outcomes")
                .header("traceparent", "00-" + PLATFORM + "-00f067aa0ba902b7-01")
                .header("webhook-id", "msg_traced")
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", signature)
                .json(body)
                .send();

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        await().atMost(SOON).untilAsserted(() -> assertThat(bridge.names()).contains("POST /hooks/v1/outcomes"));
        SpanData committed = bridge.last("POST /hooks/v1/outcomes").orElseThrow();
        assertThat(committed.getTraceId()).isEqualTo(PLATFORM);
        assertThat(committed.getLinks())
                .extracting(link -> link.getSpanContext().getTraceId())
                .containsExactly(invite.getTraceId());
        assertThat(bridge.namesIn(PLATFORM)).contains("commit-outcome");
    }

    @Test
    void whatReceiversAreToldCarriesTheTraceOfTheCall() {
        assertThat(told).isNotEmpty().allSatisfy(event -> assertThat(event)
                .contains("\"traceparent\":\"00-" + invite.getTraceId() + "-" + invite.getSpanId() + "-01\""));
        assertThat(bridge.last("send-webhook").orElseThrow().getLinks())
                .singleElement()
                .satisfies(
                        link -> assertThat(link.getSpanContext().getTraceId()).isEqualTo(invite.getTraceId()));
    }

    @Test
    void aCallerCannotPutACallIntoATraceOfHisChoice() {
        assertThat(invite.getTraceId()).isNotEqualTo(ELSEWHERE);
        assertThat(invite.getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void nothingInATraceTellsOfAPerson() {
        assertThat(bridge.spans()).isNotEmpty().allSatisfy(span -> assertThat(span.toString())
                .doesNotContain(LEAD));
    }
}
