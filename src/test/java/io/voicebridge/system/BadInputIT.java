package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.call.CallEnd;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.RawCaller;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input that is wrong, against the packaged bridge: a clear answer on the wire, and a row that a person can read. */
class BadInputIT {

    private static final String SDP_TYPE = "Content-Type: application/sdp\r\n";
    private static final String LARGE = "X-city: " + "x".repeat(60_000) + "\r\n";

    @TempDir
    static Path dataDir;

    private static BridgeProcess bridge;
    private static InetSocketAddress sip;

    @BeforeAll
    static void start() throws Exception {
        bridge = BridgeProcess.start(dataDir, Map.of("BRIDGE_CALL_MAX", "8"));
        sip = new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort());
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    @Test
    void unknownNumber() throws Exception {
        try (RawCaller caller = new RawCaller(sip)) {
            String response = caller.calls("+13453453463")
                    .invites(SDP_TYPE, RawCaller.SDP)
                    .response();

            assertThat(response).startsWith("SIP/2.0 404").contains("Reason: SIP;cause=404;text=");
            JsonNode row = assertRow(caller, 404, "number-not-registered", "+13453453463");
            assertThat(row.path("hint").asText()).contains("nearest registered number is " + bridge.number());
        }
    }

    @Test
    void noSdpIsAnsweredWithAnOfferOfOurOwn() throws Exception {
        String correlation = UUID.randomUUID().toString();
        try (RawCaller caller = new RawCaller(sip)) {
            String response = caller.invites("X-CallSessionId: " + correlation + "\r\n", "")
                    .response();
            assertThat(response).startsWith("SIP/2.0 200").contains("m=audio ", "PCMU/8000");

            caller.sends("ACK", 1, SDP_TYPE, RawCaller.SDP).sends("BYE", 2, "", "");

            assertThat(caller.response()).startsWith("SIP/2.0 200").contains("BYE");
            assertThat(ended(correlation).path("state").asText()).isEqualTo("ended");
            assertThat(kinds(correlation)).contains("call-ended");
        }
    }

    @Test
    void noCommonCodec() throws Exception {
        try (RawCaller caller = new RawCaller(sip)) {
            String offer = RawCaller.SDP.replace("RTP/AVP 0", "RTP/AVP 18") + "a=rtpmap:18 G729/8000\r\n";

            String response = caller.invites(SDP_TYPE, offer).response();

            assertThat(response).startsWith("SIP/2.0 488").contains("Warning: 305 ");
            assertRow(caller, 488, "media-not-acceptable");
        }
    }

    @Test
    void bodyThatIsNotWhatItsTypeSays() throws Exception {
        try (RawCaller caller = new RawCaller(sip)) {
            assertThat(caller.invites(SDP_TYPE, "{\"not\":\"sdp\"}").response()).startsWith("SIP/2.0 400");
            assertRow(caller, 400, "bad-session-description");
        }
    }

    @Test
    void bodyOfAnotherType() throws Exception {
        try (RawCaller caller = new RawCaller(sip)) {
            assertThat(caller.invites("Content-Type: text/plain\r\n", "hello").response())
                    .startsWith("SIP/2.0 415")
                    .contains("Accept: application/sdp");
            assertRow(caller, 415, "body-not-sdp");
        }
    }

    @Test
    void requiredExtension() throws Exception {
        try (RawCaller caller = new RawCaller(sip)) {
            assertThat(caller.invites("Require: precondition\r\n" + SDP_TYPE, RawCaller.SDP)
                            .response())
                    .startsWith("SIP/2.0 420")
                    .contains("Unsupported: precondition");
            assertRow(caller, 420, "extension-required");
        }
    }

    @Test
    void largeHeaderOverUdp() throws Exception {
        try (RawCaller caller = new RawCaller(sip)) {
            assertThat(caller.invites(LARGE + SDP_TYPE, RawCaller.SDP).response())
                    .startsWith("SIP/2.0 513")
                    .contains("Warning: 399 ");
            assertRow(caller, 513, "header-section-too-large");
        }
    }

    @Test
    void largeHeaderOverTcp() throws Exception {
        try (RawCaller caller = RawCaller.overTcp(sip)) {
            String response =
                    caller.invites(LARGE + LARGE + SDP_TYPE, RawCaller.SDP).response();

            assertThat(response).startsWith("SIP/2.0 513").contains("Warning: 399 ");
            assertRow(caller, 513, "header-section-too-large");
        }
    }

    @Test
    void lineBreakThatIsNoFold() throws Exception {
        try (RawCaller caller = new RawCaller(sip)) {
            assertThat(caller.invites("X-name: Ann\rX-role: admin\r\n" + SDP_TYPE, RawCaller.SDP)
                            .response())
                    .startsWith("SIP/2.0 400")
                    .contains("Warning: 399 ")
                    .doesNotContain("admin");
            assertRow(caller, 400, "line-end");
        }
    }

    @Test
    void nameWithQuotesUmlautsAndLineBreaks() throws Exception {
        String correlation = UUID.randomUUID().toString();
        try (RawCaller caller = new RawCaller(sip)) {
            String headers = "X-CallSessionId: " + correlation + "\r\n"
                    + "X-first_name: \"J\u00fcrgen\"\r\n O'Neil\r\n"
                    + "X-last_name: M%C3%BCller%0D%0AX-role: admin\r\n";
            assertThat(caller.invites(headers + SDP_TYPE, RawCaller.SDP).response())
                    .startsWith("SIP/2.0 200");
            caller.sends("ACK", 1, "", "").sends("BYE", 2, "", "");
            caller.response();

            JsonNode variables = bridge.api(
                    "/api/v1/conversations/" + ended(correlation).path("id").asText() + "/variables");
            assertThat(value(variables, "first_name")).isEqualTo("\"J\u00fcrgen\" O'Neil");
            assertThat(value(variables, "last_name")).isEqualTo("M%C3%BCller%0D%0AX-role: admin");
            assertThat(value(variables, "role")).isEmpty();
        }
    }

    @Test
    void twoCallsAtOnceWithOneCorrelation() throws Exception {
        String correlation = UUID.randomUUID().toString();
        try (Caller one = Caller.of(sip);
                Caller other = Caller.of(sip)) {
            PhoneCall first = one.dials(bridge.number())
                    .with("X-CallSessionId", correlation)
                    .connects()
                    .hearsVoice();
            PhoneCall second = other.dials(bridge.number())
                    .from("+13035550199")
                    .with("X-CallSessionId", correlation)
                    .connects()
                    .hearsVoice();

            JsonNode answer = bridge.five9("/five9/v1/outcome?correlation=" + correlation);
            assertThat(answer.path("status").asText()).isEqualTo("ambiguous");
            assertThat(answer.path("conversation_id").asText()).isEmpty();
            first.hangsUp();
            second.hangsUp();

            List<JsonNode> calls = Poll.until(() -> conversations(correlation), rows -> rows.size() == 2);
            assertThat(calls).extracting(row -> timeline(row).toString()).anySatisfy(timeline -> assertThat(timeline)
                    .contains("Another call is up with the same"));
        }
    }

    @Test
    void byeInTheMiddleOfASentence() throws Exception {
        String correlation = UUID.randomUUID().toString();
        try (Caller caller = Caller.of(sip)) {
            PhoneCall call = caller.dials(bridge.number())
                    .with("X-CallSessionId", correlation)
                    .connects()
                    .hearsVoice();

            CallEnd end = call.hangsUp();

            assertThat(end.by()).isEqualTo(CallEnd.By.US);
            assertThat(timeline(ended(correlation)).path("items"))
                    .filteredOn(entry -> entry.path("kind").asText().equals("call-ended"))
                    .singleElement()
                    .extracting(entry -> entry.path("actor").asText())
                    .isEqualTo("caller");
            JsonNode transcript = bridge.api(
                    "/api/v1/conversations/" + ended(correlation).path("id").asText() + "/transcript");
            assertThat(transcript
                            .path("items")
                            .path(0)
                            .path("interrupted_at_ms")
                            .asLong(-1))
                    .as("where the greeting was cut: %s", transcript)
                    .isNotNegative();
            assertThat(bridge.five9("/five9/v1/outcome?correlation=" + correlation)
                            .path("status")
                            .asText())
                    .isIn("ready", "failed");
        }
    }

    @Test
    void callerWhoSaysNothing() throws Exception {
        String correlation = UUID.randomUUID().toString();
        try (Caller caller = Caller.of(sip)) {
            CallEnd end = caller.dials(bridge.number())
                    .with("X-CallSessionId", correlation)
                    .connects()
                    .isOver();

            assertThat(end.by()).isEqualTo(CallEnd.By.PEER);
            assertThat(PhoneCall.header(end, "X-RouteType")).isPresent();
            assertThat(ended(correlation).path("outcome").asText()).isEqualTo("no_input");
            assertThat(bridge.five9("/five9/v1/outcome?correlation=" + correlation)
                            .path("outcome")
                            .asText())
                    .isEqualTo("no_input");
        }
    }

    @Test
    void outcomeForAnUnknownCall() throws Exception {
        String outcome = "{\"outcome\":\"qualified\",\"final\":true}";
        HttpResponse<String> api = bridge.post(
                "/api/v1/conversations/cv_nobody/outcome",
                bridge.runtime().demo().adminKey(),
                outcome);
        HttpResponse<String> hook = bridge.hook(
                "{\"event\":\"outcome\",\"correlation\":\"nobody\",\"outcome\":\"qualified\",\"final\":true}");

        for (HttpResponse<String> answer : List.of(api, hook)) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
            assertThat(answer.body()).contains("\"code\":\"unknown_call\"");
        }
    }

    @Test
    void refusedCallsHoldNothing() throws Exception {
        for (int i = 0; i < 30; i++) {
            try (RawCaller caller = new RawCaller(sip)) {
                String offer = RawCaller.SDP.replace("RTP/AVP 0", "RTP/AVP 18");
                assertThat(caller.invites(SDP_TYPE, offer).response()).startsWith("SIP/2.0 488");
            }
        }
        try (Caller caller = Caller.of(sip)) {
            List<PhoneCall> calls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                calls.add(caller.dials(bridge.number()).from("+1303555030" + i).connects());
            }
            calls.forEach(call -> call.stays(Duration.ofMillis(100)).hangsUp());
        }
    }

    private static void assertRow(RawCaller caller, int status, String condition) {
        assertRow(caller, status, condition, bridge.number());
    }

    private static JsonNode assertRow(RawCaller caller, int status, String condition, String called) {
        JsonNode row = row(caller);
        assertThat(row.path("status").asInt()).isEqualTo(status);
        assertThat(row.path("condition").asText()).isEqualTo(condition);
        assertThat(row.path("reason").asText()).isNotBlank();
        assertThat(row.path("dnis").asText()).isEqualTo(called);
        assertThat(row.path("ani").asText()).isEqualTo("+13035550100");
        assertThat(row.path("source").asText()).startsWith("127.0.0.1:");
        return row;
    }

    /** The rejected-call row of this caller's INVITE. */
    private static JsonNode row(RawCaller caller) {
        List<JsonNode> found = Poll.until(
                () -> items("/api/v1/rejected-calls?limit=100").stream()
                        .filter(row -> row.path("call_id").asText().equals(caller.callId()))
                        .toList(),
                rows -> !rows.isEmpty());
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static JsonNode ended(String correlation) {
        return Poll.until(
                        () -> conversations(correlation),
                        rows -> rows.size() == 1
                                && rows.get(0).path("state").asText().equals("ended"))
                .get(0);
    }

    private static List<JsonNode> conversations(String correlation) throws Exception {
        return items("/api/v1/conversations?correlation=" + correlation);
    }

    private static List<String> kinds(String correlation) {
        List<String> kinds = new ArrayList<>();
        timeline(ended(correlation))
                .path("items")
                .forEach(entry -> kinds.add(entry.path("kind").asText()));
        return kinds;
    }

    private static JsonNode timeline(JsonNode conversation) {
        return Poll.until(
                () -> bridge.api(
                        "/api/v1/conversations/" + conversation.path("id").asText() + "/timeline"),
                answer -> answer.path("items").size() > 0);
    }

    private static String value(JsonNode variables, String name) {
        for (JsonNode variable : variables.path("items")) {
            if (variable.path("name").asText().equals(name)) {
                return variable.path("value").asText();
            }
        }
        return "";
    }

    private static List<JsonNode> items(String path) throws Exception {
        List<JsonNode> items = new ArrayList<>();
        bridge.api(path).path("items").forEach(items::add);
        return items;
    }
}
