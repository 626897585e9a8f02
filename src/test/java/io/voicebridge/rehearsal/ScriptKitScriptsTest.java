package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.voicebridge.conformance.Five9;
import io.voicebridge.conformance.Five9Habit;
import io.voicebridge.five9.kit.KitFacts;
import io.voicebridge.five9.kit.ScriptKit;
import io.voicebridge.sip.SipHeader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts of a kit, read as an export and run as Five9 would run them. */
class ScriptKitScriptsTest {

    private static final Map<String, String> CALL = Map.of(
            "Call.session_id", "S1",
            "Call.ANI", "+13035550101",
            "Call.DNIS", "+13125550100",
            "Call.campaign_name", "Solar_West",
            "Contact.first_name", "Ann \"Annie\" O'Neil",
            "Contact.city", "Denver");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<SipHeader> sent = new ArrayList<>();
    private final Journal journal = new Journal(System::nanoTime);
    private TransferEnd end = new TransferEnd.Returned(List.of());
    private String answer = "{}";
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/five9/v1", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "qualified, SkillTransfer, Sales_West, Skill Transfer Sales_West",
        "not_qualified, Hangup, '', Disposition Not Qualified",
        "callback, DispositionOnly, '', Disposition Callback",
        "do_not_call, DispositionOnly, '', Disposition Do Not Call",
        "failed, SkillTransfer, Sales_East, Skill Transfer Sales_East",
        "failed, DispositionOnly, '', Skill Transfer Fallback",
    })
    @Five9({Five9Habit.SKILL, Five9Habit.CASE_WORDS})
    void optionAEndsWhereTheOutcomeLeads(String outcome, String routeType, String routeValue, String expected)
            throws InterruptedException {
        answer = outcome(outcome, routeType, routeValue);

        ScriptEnd result = run("VoiceBridge-OptionA.five9ivr");

        assertThat(result.sentence()).isEqualTo(expected);
        assertThat(sent)
                .contains(
                        new SipHeader("X-CallSessionId", "S1"),
                        new SipHeader("X-CallANI", "+13035550101"),
                        new SipHeader("X-city", "Denver"));
        assertThat(asked.get(0))
                .startsWith("POST /five9/v1/calls ")
                .contains("correlation=S1", "number=%2B13453453453", "X-first_name=Ann+%22Annie%22+O%27Neil");
        assertThat(asked.get(1)).isEqualTo("GET /five9/v1/outcome?correlation=S1&wait=3 ");
    }

    @Test
    void optionAShowsTheAgentWhatWasSaid() throws InterruptedException {
        answer = outcome("qualified", "SkillTransfer", "Sales_West");

        ScriptEnd.WithAgent result = (ScriptEnd.WithAgent) run("VoiceBridge-OptionA.five9ivr");

        assertThat(result.screenPop())
                .containsEntry("VoiceBridge.summary", "Owns home")
                .containsEntry("VoiceBridge.conversation_id", "cv_1");
    }

    @Test
    void optionALosesNobodyWhenTheBridgeIsAway() throws InterruptedException {
        server.stop(0);
        end = new TransferEnd.NotReached(503, "Service Unavailable");

        assertThat(run("VoiceBridge-OptionA.five9ivr").sentence()).isEqualTo("Skill Transfer Fallback");
    }

    @Test
    @Five9(Five9Habit.HANG_UP)
    void optionATellsThatTheCustomerLeft() throws InterruptedException {
        end = new TransferEnd.CustomerHungUp();

        assertThat(run("VoiceBridge-OptionA.five9ivr").sentence()).isEqualTo("Disposition Caller Disconnected");
        assertThat(asked.get(asked.size() - 1))
                .isEqualTo("POST /five9/v1/events correlation=S1&type=hangup&value=customer");
    }

    @Test
    void optionBIsOverWithTheTransfer() throws InterruptedException {
        assertThat(run("VoiceBridge-OptionB.five9ivr").sentence()).isEqualTo("Disposition Transferred To 3rd Party");
    }

    @ParameterizedTest
    @CsvSource({"SkillTransfer, Sales_West, Sales_West", "'', '', Fallback"})
    void theInboundScriptAsksByTheCustomersNumber(String routeType, String routeValue, String skill)
            throws InterruptedException {
        answer = outcome("qualified", routeType, routeValue);

        assertThat(run("VoiceBridge-OptionB-Inbound.five9ivr").sentence()).isEqualTo("Skill Transfer " + skill);
        assertThat(asked).containsExactly("GET /five9/v1/outcome?ani=%2B13035550101&number=%2B13453453453 ");
    }

    private static String outcome(String outcome, String routeType, String routeValue) {
        return "{\"status\":\"ready\",\"correlation\":\"S1\",\"qualified\":\"no\",\"outcome\":\"" + outcome
                + "\",\"route_type\":\"" + routeType + "\",\"route_value\":\"" + routeValue
                + "\",\"route_reason\":\"\",\"summary\":\"Owns home\",\"intent\":\"\",\"dnc\":\"no\",\"callback_at\":\"\","
                + "\"consent\":\"\",\"ended_by\":\"agent\",\"duration_s\":\"9\",\"conversation_id\":\"cv_1\",\"error\":\"\"}";
    }

    private ScriptEnd run(String file) throws InterruptedException {
        String http = "http://127.0.0.1:" + server.getAddress().getPort();
        KitFacts facts = new KitFacts(
                "+13453453453",
                "qualify-solar",
                URI.create(http),
                "sip:127.0.0.1",
                List.of("first_name", "city"),
                "Fallback");
        IvrScript script = IvrScript.parse(file, new ScriptKit(facts).files().get(file));
        return new ScriptRun(
                        script,
                        CALL,
                        (number, headers, ringTimeout) -> {
                            assertThat(number).isEqualTo("+13453453453");
                            sent.addAll(headers);
                            return end;
                        },
                        new QueryClient(
                                HttpClient.newHttpClient(), name -> Map.of("X-API-Key", name), address -> address),
                        journal)
                .run();
    }
}
