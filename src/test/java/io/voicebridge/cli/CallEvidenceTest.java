package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conversation.Begun;
import io.voicebridge.conversation.CallVariables;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.NewConversation;
import io.voicebridge.conversation.RecordingFacts;
import io.voicebridge.conversation.Route;
import io.voicebridge.conversation.SignalHeader;
import io.voicebridge.conversation.SipVariables;
import io.voicebridge.conversation.TranscriptLine;
import io.voicebridge.conversation.VariableMarks;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallEvidenceTest {

    private static final Instant ANSWERED = Instant.parse("2026-03-02T10:00:05Z");
    private static final long LEAD_MS = 200;

    @TempDir
    static Path dataDir;

    private static ApiServer server;
    private static Conversations conversations;
    private static String agent;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(dataDir, Database.H2);
        conversations = server.bean("conversations", Conversations.class);
        ApiServer.Answer made = post(
                "/api/v1/agents",
                "{\"name\":\"discloses\",\"provider\":\"embedded\",\"dialogue\":\"greeting: Hello\\nsteps:\\n"
                        + "  - {id: owns, ask: 'Own it?', expect: yes_no}\\nrules:\\n  - {outcome: not_qualified}\\n\","
                        + "\"settings\":{\"disclosure\":\"{{company}} records this call.\"}}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        agent = made.at("/id");
        ApiServer.Answer published = post("/api/v1/agents/" + agent + "/publish", "{}");
        assertThat(published.status()).as(published.text()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String begin(String... headers) {
        List<SignalHeader> sent = new java.util.ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            sent.add(new SignalHeader(headers[i], headers[i + 1]));
        }
        CallVariables variables = new SipVariables().read(sent);
        Begun begun = conversations.begin(new NewConversation(
                server.demo().tenant(),
                "call@peer",
                variables.correlation(),
                "+13035550100",
                "+13453453453",
                "+13453453453",
                agent,
                "discloses",
                1,
                variables,
                Map.of(),
                Route.NONE,
                Map.of(),
                VariableMarks.of(List.of("Consent_Text", "consent_time")),
                "",
                ""));
        conversations.answered(begun.conversationId(), ANSWERED, begun.conversationId() + ".wav", LEAD_MS);
        return begun.conversationId();
    }

    private static void said(String id, String item, String text, long start, long heard, String source) {
        String role = item.startsWith("u") ? "caller" : "agent";
        conversations.transcript(
                id,
                new TranscriptLine(
                        item, role, text, start, start + 3_000, heard, role.equals("agent") ? 1 : 0.7, source));
    }

    private static void over(String id) {
        conversations.end(id, new EndFacts("caller", "the caller hung up", "", 0));
        conversations.recorded(id, new RecordingFacts(RecordingFacts.State.COMPLETE, id + ".wav", 60_000, 0));
    }

    private static ApiServer.Answer evidence(String id) throws Exception {
        ApiServer.Answer answer = server.get("/api/v1/conversations/" + id + "/evidence")
                .key(server.demo().adminKey())
                .send();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.faults("getEvidence")).isEmpty();
        return answer;
    }

    @Test
    void saysWhenAndWhereTheDisclosureWasHeard() throws Exception {
        String id = begin();
        assertThat(evidence(id).at("/disclosure/state")).isEqualTo("pending");
        said(id, "d1", "Bright Solar records this call.", 100, -1, "disclosure");
        said(id, "a1", "Hello.", 3_300, -1, "agent");
        over(id);

        ApiServer.Answer found = evidence(id);
        assertThat(found.at("/version")).isEqualTo("1");
        assertThat(found.at("/disclosure/state")).isEqualTo("heard");
        assertThat(found.at("/disclosure/wording")).isEqualTo("{{company}} records this call.");
        assertThat(found.at("/disclosure/said/0/text")).isEqualTo("Bright Solar records this call.");
        assertThat(found.at("/disclosure/said/0/recording_ms"))
                .as("it waited for the answer, where the recording begins")
                .isEqualTo("0");
        assertThat(found.at("/disclosure/said/0/at")).isEqualTo("2026-03-02T10:00:05Z");
        assertThat(found.body().at("/disclosure/said")).hasSize(1);
        assertThat(found.body().path("opt_out").isNull()).isTrue();
    }

    @Test
    void doesNotCallADisclosureHeardThatWasCutOrNeverSaid() throws Exception {
        String cut = begin();
        said(cut, "d1", "Bright Solar records this call.", 300, 400, "disclosure");
        over(cut);
        assertThat(evidence(cut).at("/disclosure/state")).isEqualTo("interrupted");
        assertThat(evidence(cut).at("/disclosure/said/0/heard_ms")).isEqualTo("400");

        String never = begin();
        said(never, "a1", "Bright Solar records this call.", 300, -1, "agent");
        over(never);
        assertThat(evidence(never).at("/disclosure/state")).isEqualTo("missing");
    }

    @Test
    void keepsWhatTheLeadHadAgreedToAndWhatDidNotCome() throws Exception {
        String id = begin("X-consent_text", "I agree to be called", "X-city", "Denver");
        over(id);

        ApiServer.Answer found = evidence(id);
        assertThat(found.body().at("/lead_consent/variables")).hasSize(1);
        assertThat(found.at("/lead_consent/variables/0/value")).isEqualTo("I agree to be called");
        assertThat(found.at("/lead_consent/variables/0/header")).isEqualTo("X-consent_text");
        assertThat(found.at("/lead_consent/missing/0")).isEqualTo("consent_time");
    }

    @Test
    void saysWhatTheCallerAnsweredWhenAskedForConsent() throws Exception {
        String id = begin();
        said(id, "a1", "May we record this?", 1_200, -1, "agent");
        said(id, "u1", "Yes you may", 5_200, -1, "moonshine");
        for (int again = 0; again < 2; again++) {
            assertThat(post(
                                    "/api/v1/conversations/" + id + "/outcome",
                                    "{\"outcome\":\"qualified\",\"final\":false,\"consent\":true,\"summary\":\"" + again
                                            + "\",\"evidence\":{\"consent\":[\"u1\"],\"owns\":[\"u9\"]}}")
                            .status())
                    .isEqualTo(202);
        }
        over(id);

        ApiServer.Answer found = evidence(id);
        assertThat(found.body().path("spoken_consent"))
                .as("the same answer counts once")
                .hasSize(1);
        assertThat(found.at("/spoken_consent/0/answer")).isEqualTo("yes");
        assertThat(found.at("/spoken_consent/0/question")).isEqualTo("May we record this?");
        assertThat(found.at("/spoken_consent/0/words/0/recording_ms")).isEqualTo("5000");
        assertThat(found.at("/spoken_consent/0/words/0/confidence")).isEqualTo("0.7");
    }

    @Test
    void followsAnOptOutFromTheWordsToWhoeverWasTold() throws Exception {
        String id = begin("X-CallSessionId", "600000000054602");
        said(id, "u1", "Do not call me again", 2_200, -1, "moonshine");
        post(
                "/api/v1/conversations/" + id + "/outcome",
                "{\"outcome\":\"do_not_call\",\"evidence\":{\"do_not_call\":[\"u1\"]}}");
        over(id);
        String outcome = server.get("/five9/v1/outcome?correlation=600000000054602")
                .key(server.demo().five9Key())
                .send()
                .text();
        assertThat(outcome).contains("\"dnc\":\"yes\"");

        await().untilAsserted(() -> {
            ApiServer.Answer found = evidence(id);
            assertThat(found.at("/opt_out/words/0/text")).isEqualTo("Do not call me again");
            assertThat(found.at("/opt_out/words/0/call_ms")).isEqualTo("2000");
            assertThat(found.at("/opt_out/delivered_before_bye")).isEqualTo("true");
            assertThat(found.body().at("/opt_out/listed_at").isTextual()).isTrue();
            assertThat(found.at("/opt_out/told/0/to")).isEqualTo("five9");
        });
    }

    @Test
    void isGoneWithTheConversation() throws Exception {
        String id = begin();
        over(id);
        server.delete("/api/v1/conversations/" + id)
                .key(server.demo().adminKey())
                .send();

        assertThat(server.get("/api/v1/conversations/" + id + "/evidence")
                        .key(server.demo().adminKey())
                        .send()
                        .status())
                .isEqualTo(410);
    }

    @Test
    void aNumberNamesTheVariablesThatSayWhatALeadAgreedTo() throws Exception {
        ApiServer.Answer made =
                post("/api/v1/phone-numbers", "{\"number\":\"+17205550188\",\"consent_variables\":[\"consent_text\"]}");
        assertThat(made.faults("createPhoneNumber")).isEmpty();
        assertThat(made.at("/consent_variables/0")).isEqualTo("consent_text");
        assertThat(server.get("/api/v1/config/export")
                        .key(server.demo().adminKey())
                        .send()
                        .text())
                .contains("consent_text");
        assertThat(post("/api/v1/phone-numbers", "{\"number\":\"+17205550189\",\"consent_variables\":[\"a b\"]}")
                        .status())
                .isEqualTo(422);
    }

    private static ApiServer.Answer post(String path, String body) throws Exception {
        return server.post(path).key(server.demo().adminKey()).json(body).send();
    }
}
