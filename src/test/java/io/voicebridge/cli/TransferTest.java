package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.Telephone;
import io.voicebridge.calling.Tones;
import io.voicebridge.directory.Tenants;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transfers of real calls by the API: the whole bridge, a customer's telephone, and a person's. */
class TransferTest {

    private static final String PATH = "/api/v1/conversations/";

    @TempDir
    static Path dataDir;

    private static ApiServer server;
    private static String key;

    private Caller caller;
    private PhoneCall customer;
    private String id;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(dataDir, Database.H2);
        key = server.demo().adminKey();
        Tenants tenants = server.bean("tenants", Tenants.class);
        String tenant = server.demo().tenant();
        tenants.patch(
                tenant,
                "test",
                '"' + Integer.toString(tenants.get(tenant).revision()) + '"',
                Json.mapper().readTree("{\"settings\":{\"outbound\":{\"allow\":[\"US\"]}}}"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void call() throws Exception {
        caller = Caller.of(new InetSocketAddress("127.0.0.1", server.sipPort()));
        customer = caller.dials(number()).connects().hearsVoice();
        await().untilAsserted(() -> assertThat(live().at("/items/0/state")).isEqualTo("talking"));
        id = live().at("/items/0/id");
    }

    @AfterEach
    void hangUp() throws Exception {
        server.post(PATH + id + "/hangup").key(key).send();
        customer.isOver();
        await().untilAsserted(() -> assertThat(live().at("/items/0/id")).isEmpty());
        caller.close();
    }

    private static String number() {
        return server.demo().numbers().keySet().iterator().next();
    }

    private static ApiServer.Answer live() throws Exception {
        return server.get("/api/v1/conversations?status=live").key(key).send();
    }

    private void trunkIs(Telephone desk) throws Exception {
        ApiServer.Answer numbers = server.get("/api/v1/phone-numbers").key(key).send();
        String path = "/api/v1/phone-numbers/" + numbers.at("/items/0/id");
        String etag = server.get(path).key(key).send().etag();
        assertThat(server.patch(path)
                        .key(key)
                        .header("If-Match", etag)
                        .json("{\"terminal_uri\":\"" + desk.hostPort() + "\"}")
                        .send()
                        .status())
                .isEqualTo(200);
    }

    private ApiServer.Answer transfer(String json) throws Exception {
        return server.post(PATH + id + "/transfer").key(key).json(json).send();
    }

    private List<String> timeline() throws Exception {
        List<String> kinds = new ArrayList<>();
        for (JsonNode item :
                server.get(PATH + id + "/timeline").key(key).send().body().path("items")) {
            kinds.add(item.path("kind").asText());
        }
        return kinds;
    }

    @Test
    void connectsTheCallerWithAPersonAndHandsTheCallBackAfterwards() throws Exception {
        try (Telephone desk = Telephone.thatAnswers()) {
            trunkIs(desk);

            ApiServer.Answer answer = transfer("{\"to\":\"+13125550111\",\"headers\":{\"X-Summary\":\"Owns home\"}}");

            assertThat(answer.status()).as(answer.text()).isEqualTo(202);
            assertThat(answer.faults("transferConversation")).isEmpty();
            IncomingCall rung = desk.rings();
            assertThat(rung.calledNumber()).isEqualTo("+13125550111");
            assertThat(rung.callerNumber()).as("the caller id is kept").isEqualTo("+13035550100");
            assertThat(rung.request().header("X-Summary")).hasValue("Owns home");
            assertThat(rung.request().header("X-ConversationId")).hasValue(id);
            PhoneCall person = desk.answers();
            await().untilAsserted(() -> assertThat(timeline()).contains("transfer-completed"));
            customer.hums(1000, Duration.ofMillis(800));
            person.hearsVoice().hums(440, Duration.ofMillis(800));
            customer.hearsVoice().presses('5');
            person.hearsKeys("5").stays(Duration.ofMillis(600)).hangsUp();

            assertThat(Tones.frames(person.voice(), 1000)).isGreaterThan(0.8);
            CallEnd end = customer.isOver();
            assertThat(PhoneCall.header(end, "X-ConversationId")).hasValue(id);
            await().untilAsserted(() -> assertThat(timeline())
                    .containsSubsequence("transfer-started", "transfer-completed", "transfer-ended"));
        }
    }

    /** Carriers refuse a number that is not the trunk's, so the customer's cannot always be shown. */
    @Test
    void theScriptThatTakesATransferFindsItByTheNumberThatWasShown() throws Exception {
        try (Telephone desk = Telephone.thatAnswers()) {
            trunkIs(desk);
            transfer("{\"to\":\"+13125550111\",\"caller_id\":\"+13125550199\"}");
            assertThat(desk.rings().callerNumber()).isEqualTo("+13125550199");

            String answer = server.get("/five9/v1/outcome?ani=3125550199")
                    .key(server.demo().five9Key())
                    .send()
                    .text();

            assertThat(answer).contains("\"conversation_id\":\"" + id + '"');
            desk.answers();
        }
    }

    @Test
    void endsWithTheCallOfACallerWhoHangsUpFirst() throws Exception {
        try (Telephone desk = Telephone.thatAnswers()) {
            trunkIs(desk);
            transfer("{\"to\":\"+13125550111\"}");
            PhoneCall person = desk.answers();
            await().untilAsserted(() -> assertThat(timeline()).contains("transfer-completed"));

            customer.hangsUp();

            person.isOver();
            await().untilAsserted(() -> assertThat(timeline())
                    .containsSubsequence("transfer-started", "transfer-completed")
                    .containsOnlyOnce("transfer-ended"));
        }
    }

    @Test
    void whispersToThePersonAloneAndWaitsForTheKeyThatTakesTheCall() throws Exception {
        try (Telephone desk = Telephone.thatAnswers()) {
            trunkIs(desk);
            transfer("{\"mode\":\"warm\",\"to\":\"+13125550111\",\"whisper\":\"A caller from Denver wants a quote."
                    + " Press one to take the call.\",\"accept_key\":\"1\"}");

            PhoneCall person = desk.answers().hearsVoice();
            assertThat(timeline()).doesNotContain("transfer-completed");
            person.presses('1');
            await().untilAsserted(() -> assertThat(timeline()).contains("transfer-completed"));
            customer.hums(1000, Duration.ofMillis(600));
            person.hums(440, Duration.ofMillis(600));
            customer.stays(Duration.ofSeconds(1));

            short[] heard = customer.heard();
            assertThat(Tones.share(lastSecond(heard), 440)).isGreaterThan(0.5);
            assertThat(Tones.share(lastSecond(person.heard()), 1000)).isGreaterThan(0.5);
        }
    }

    @Test
    void takesTheCallerBackToTheAgentIfThePersonDoesNotWantTheCall() throws Exception {
        try (Telephone desk = Telephone.thatAnswers()) {
            trunkIs(desk);
            transfer("{\"to\":\"+13125550111\",\"whisper\":\"Press one to take the call.\",\"accept_key\":\"1\"}");

            PhoneCall person = desk.answers().hearsVoice().presses('2');

            assertThat(person.isOver().by()).isEqualTo(CallEnd.By.PEER);
            await().untilAsserted(() -> assertThat(timeline()).contains("transfer-failed"));
            customer.hearsVoice();
            assertThat(live().at("/items/0/id")).isEqualTo(id);
        }
    }

    @Test
    void takesTheCallerBackIfThePersonIsBusyAndTriesAgain() throws Exception {
        try (Telephone busy = Telephone.thatRefuses(486);
                Telephone desk = Telephone.thatAnswers()) {
            trunkIs(busy);
            transfer("{\"to\":\"+13125550111\"}");
            await().untilAsserted(() -> assertThat(timeline()).contains("transfer-failed"));
            customer.hearsVoice();

            trunkIs(desk);
            assertThat(transfer("{\"to\":\"+13125550111\"}").status()).isEqualTo(202);

            desk.answers();
            await().untilAsserted(() -> assertThat(timeline()).contains("transfer-completed"));
        }
    }

    @Test
    void endsTheCallIfThatIsWantedWhenNobodyAnswers() throws Exception {
        try (Telephone nobody = Telephone.thatRings()) {
            trunkIs(nobody);
            transfer("{\"to\":\"+13125550111\",\"answer_timeout_s\":5,\"on_fail\":\"hangup\"}");

            assertThat(transfer("{\"to\":\"+13125550111\"}").at("/code")).isEqualTo("transfer_in_progress");
            IncomingCall rung = nobody.rings();
            CallEnd end = customer.isOver();

            assertThat(PhoneCall.header(end, "X-ConversationId")).hasValue(id);
            assertThat(rung.isCancelled()).isTrue();
        }
    }

    @Test
    void givesUpWhenTheCallerHangsUpWhileItRings() throws Exception {
        try (Telephone nobody = Telephone.thatRings()) {
            trunkIs(nobody);
            transfer("{\"to\":\"+13125550111\"}");
            IncomingCall rung = nobody.rings();

            customer.hangsUp();

            await().until(rung::isCancelled);
        }
    }

    @Test
    void callsNobodyWhomTheTenantMayNotCall() throws Exception {
        try (Telephone desk = Telephone.thatAnswers()) {
            trunkIs(desk);
            transfer("{\"to\":\"+442071838750\"}");

            await().untilAsserted(() -> assertThat(timeline()).contains("outbound-refused", "transfer-failed"));
            customer.hearsVoice();
        }
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        try (Telephone desk = Telephone.thatAnswers()) {
            trunkIs(desk);
            assertThat(transfer("{\"to\":\"what\"}").at("/code")).isEqualTo("bad_number");
            assertThat(transfer("{\"to\":\"sip:x@elsewhere.example.com\"}").at("/code"))
                    .isEqualTo("bad_number");
            assertThat(transfer("{\"to\":\"+13125550111\",\"mode\":\"lukewarm\"}")
                            .status())
                    .isEqualTo(422);
            assertThat(transfer("{\"to\":\"+13125550111\",\"headers\":{\"Via\":\"x\"}}")
                            .status())
                    .isEqualTo(422);
            customer.hangsUp();
            await().untilAsserted(() -> assertThat(
                            transfer("{\"to\":\"+13125550111\"}").at("/code"))
                    .isEqualTo("call_ended"));
        }
    }

    private static short[] lastSecond(short[] all) {
        return java.util.Arrays.copyOfRange(all, Math.max(0, all.length - 8_000), all.length);
    }
}
