package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's script and customers against a bridge that is only pretended. */
class RehearsalTest {

    private static final Path DEMO = Path.of("config/demo");

    private static final String QUALIFIED = "{\"status\":\"ready\",\"correlation\":\"c\",\"qualified\":\"yes\","
            + "\"outcome\":\"qualified\",\"route_type\":\"SkillTransfer\",\"route_value\":\"Sales_West\","
            + "\"route_reason\":\"Wants a quote\",\"summary\":\"Owns home\",\"intent\":\"quote\",\"dnc\":\"no\","
            + "\"callback_at\":\"\",\"consent\":\"yes\",\"ended_by\":\"agent\",\"duration_s\":\"30\","
            + "\"conversation_id\":\"cv_1\",\"error\":\"\"}";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        answer("/five9/v1/calls", "{\"status\":\"ok\",\"agent\":\"qualify-solar\",\"error\":\"\"}");
        answer("/five9/v1/outcome", QUALIFIED);
        answer(
                "/api/v1/conversations/cv_1/transcript",
                "{\"items\":[{\"role\":\"agent\",\"text\":\"Do you own your home?\",\"start_ms\":10},"
                        + "{\"role\":\"caller\",\"text\":\"yes I own it\",\"start_ms\":90}]}");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(String path, String body) {
        server.createContext(path, (HttpExchange exchange) -> {
            seen.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + " "
                            + exchange.getRequestHeaders().getFirst("X-API-Key"));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @Test
    void rehearsesTheDemoCampaign() throws Exception {
        FakeBridge bridge = new FakeBridge()
                .speaks(Duration.ofSeconds(2))
                .waitsForAnAnswer()
                .hangsUpWith(new SipHeader("X-RouteType", "SkillTransfer"), new SipHeader("X-ConversationId", "cv_1"));

        RehearsalReport report = rehearse(bridge, 1);

        assertThat(report.calls()).extracting(RehearsedCall::asExpected).containsExactly(true, false, false);
        assertThat(report.allAsExpected()).isFalse();
        assertThat(report.table())
                .contains("wants a quote        Skill Transfer Sales_West")
                .contains("rents the place      Skill Transfer Sales_West ")
                .contains("NOT AS EXPECTED\n      expected: Disposition Not Qualified\n"
                        + "      Outcome.qualified is 'yes', expected: 'no'");
        assertThat(report.calls().get(0).ladder(Drawing.LINES))
                .contains("X-first_name: Ann")
                .contains("◀═══════════╪══ Do you own your home? ═")
                .contains("════════════╪══ yes I own it ═")
                .doesNotContain("Yes, I own it.")
                .contains("Case: Outcome.outcome is 'qualified', so: To sales")
                .contains("Outcome.summary = Owns home");
        assertThat(seen)
                .contains(
                        "POST /five9/v1/calls five9-key",
                        "GET /five9/v1/outcome five9-key",
                        "GET /api/v1/conversations/cv_1/transcript read-key");
    }

    @Test
    void theTimesOfACallDoNotFollowAClockThatIsSetBack() throws Exception {
        RehearsalReport report = rehearsal(
                        new FakeBridge().refusesWith(480, "busy"),
                        DEMO.resolve("customers.yaml"),
                        new HourBackAtEachLook())
                .run(1, call -> {});

        assertThat(report.calls())
                .allSatisfy(call -> assertThat(call.ladder(Drawing.LINES)).contains("480"));
        assertThat(report.json(new ObjectMapper()).findValues("at_ms"))
                .isNotEmpty()
                .allSatisfy(at -> assertThat(at.asLong()).isBetween(0L, 60_000L));
    }

    @Test
    void reportsEveryCallAndItsStepsAsJson() throws Exception {
        JsonNode report = rehearse(new FakeBridge().refusesWith(480, "no published agent"), 3)
                .json(new ObjectMapper());

        assertThat(report.path("as_expected").asBoolean()).isFalse();
        assertThat(report.path("calls")).hasSize(3).allSatisfy(call -> {
            assertThat(call.path("result").asText()).isEqualTo("Disposition Transfer Failed");
            assertThat(call.path("steps").findValuesAsText("kind"))
                    .containsExactly(
                            "QuerySent",
                            "QueryAnswered",
                            "VariablesSet",
                            "TransferDialled",
                            "TransferEnded",
                            "Disposed");
        });
    }

    @Test
    void disposesOfACustomerWhoDoesNotAnswerWithoutAScript(@TempDir Path folder) throws Exception {
        Path customers = Files.writeString(folder.resolve("customers.yaml"), """
                campaign: Solar_West
                dnis: "+13125550111"
                customers:
                  - name: is not at home
                    phone: "+13035550101"
                    answers: false
                    expect: {disposition: No Answer}
                """);
        FakeBridge bridge = new FakeBridge();

        RehearsalReport report = rehearsal(bridge, customers).run(1, call -> {});

        assertThat(report.allAsExpected()).as(report.table()).isTrue();
        assertThat(bridge.requests).isEmpty();
        assertThat(seen).noneMatch(request -> request.contains("/five9/"));
    }

    @Test
    void runsTheLaneOfTheHangUpForACustomerWhoLeavesWhileTheScriptAsks(@TempDir Path folder) throws Exception {
        Path customers = Files.writeString(folder.resolve("customers.yaml"), """
                campaign: Solar_West
                dnis: "+13125550111"
                customers:
                  - name: leaves at once
                    phone: "+13035550101"
                    hangsUpAt_s: 0
                    expect: {disposition: Caller Disconnected}
                """);
        FakeBridge bridge = new FakeBridge();

        RehearsalReport report = rehearsal(bridge, customers).run(1, call -> {});

        assertThat(report.allAsExpected()).as(report.table()).isTrue();
        assertThat(bridge.requests).as("nobody is there to be transferred").isEmpty();
    }

    @Test
    void callsTheCustomersInTurnUntilTheCallsAreMade() throws Exception {
        RehearsalReport report =
                rehearsal(new FakeBridge().refusesWith(503, "busy")).run(new Pace(2, 100, 7), call -> {});

        assertThat(report.calls())
                .extracting(RehearsedCall::customer)
                .startsWith("wants a quote")
                .hasSize(7);
        assertThat(report.calls().get(3).customer())
                .isEqualTo(report.calls().get(0).customer());
        JsonNode summary = report.json(new ObjectMapper()).path("summary");
        assertThat(summary.path("calls").asInt()).isEqualTo(7);
        assertThat(summary.path("results").path("Disposition Transfer Failed").asInt())
                .isEqualTo(7);
        assertThat(summary.path("query").path("count").asInt()).isEqualTo(7);
        assertThat(report.summary().text()).contains("7 calls, 0 as expected", "7  Disposition Transfer Failed");
    }

    @Test
    void keepsTheNumberOfCallsAtOnceWithinItsLimits() throws Exception {
        Rehearsal rehearsal = rehearsal(new FakeBridge());

        assertThatThrownBy(() -> rehearsal.run(0, call -> {})).hasMessage("calls at once must be 1 to 500");
        assertThatThrownBy(() -> rehearsal.run(501, call -> {})).hasMessage("calls at once must be 1 to 500");
    }

    private RehearsalReport rehearse(FakeBridge bridge, int callsAtOnce) throws Exception {
        List<RehearsedCall> told = new CopyOnWriteArrayList<>();
        RehearsalReport report = rehearsal(bridge).run(callsAtOnce, told::add);
        assertThat(told).containsExactlyInAnyOrderElementsOf(report.calls());
        return report;
    }

    private Rehearsal rehearsal(FakeBridge bridge) throws IOException {
        return rehearsal(bridge, DEMO.resolve("customers.yaml"));
    }

    private Rehearsal rehearsal(FakeBridge bridge, Path customers) throws IOException {
        return rehearsal(bridge, customers, Clock.systemUTC());
    }

    private Rehearsal rehearsal(FakeBridge bridge, Path customers, Clock clock) throws IOException {
        RehearsalTarget target = new RehearsalTarget(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                new InetSocketAddress("127.0.0.1", 5060),
                Transport.UDP,
                "+13453453453",
                "five9-key",
                Optional.of("read-key"),
                Map.of());
        return new Rehearsal(
                RehearsalPlan.read(DEMO.resolve("five9-script.yaml"), customers),
                target,
                bridge,
                new CustomerVoice(new CustomerCallTest.Tones(), Optional.empty(), false),
                new ObjectMapper(),
                clock,
                Optional.empty());
    }

    private static final class HourBackAtEachLook extends Clock {
        private final AtomicInteger looks = new AtomicInteger();

        @Override
        public Instant instant() {
            return Instant.parse("2030-01-01T12:00:00Z").minus(Duration.ofHours(looks.getAndIncrement()));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
