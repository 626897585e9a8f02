package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasure, holds and opt-outs over HTTP. */
class PrivacyApiTest {

    @TempDir
    static Path dataDir;

    private static ApiServer server;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(dataDir, Database.H2);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aHeldNumberIsErasedOnceItsHoldIsLifted() throws Exception {
        ApiServer.Answer held = post("/api/v1/legal-holds", "{\"number\":\"(303) 555-0100\",\"reason\":\"Complaint\"}");
        assertThat(held.status()).as(held.text()).isEqualTo(201);
        assertThat(held.faults("placeLegalHold")).isEmpty();
        assertThat(held.at("/number")).isEqualTo("+13035550100");
        ApiServer.Answer listed = get("/api/v1/legal-holds");
        assertThat(listed.faults("listLegalHolds")).isEmpty();
        assertThat(listed.at("/items/0/id")).isEqualTo(held.at("/id"));

        ApiServer.Answer refused = post("/api/v1/erasures", "{\"number\":\"+13035550100\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/code")).isEqualTo("legal_hold");

        assertThat(server.delete("/api/v1/legal-holds/" + held.at("/id"))
                        .key(server.demo().adminKey())
                        .send()
                        .status())
                .isEqualTo(204);
        ApiServer.Answer erased = post("/api/v1/erasures", "{\"number\":\"+13035550100\"}");
        assertThat(erased.status()).as(erased.text()).isEqualTo(200);
        assertThat(erased.faults("eraseNumber")).isEmpty();
        assertThat(erased.at("/conversations")).isEqualTo("0");
    }

    @Test
    void aHoldIsOnANumberOrAConversationAndNotOnBoth() throws Exception {
        assertThat(post("/api/v1/legal-holds", "{\"reason\":\"x\"}").status()).isEqualTo(422);
        assertThat(post("/api/v1/legal-holds", "{\"reason\":\"x\",\"number\":\"1\",\"conversation_id\":\"cv_1\"}")
                        .status())
                .isEqualTo(422);
        assertThat(post("/api/v1/legal-holds", "{\"reason\":\"x\",\"number\":\"Ann\"}")
                        .at("/code"))
                .isEqualTo("bad_number");
        assertThat(post("/api/v1/legal-holds", "{\"reason\":\"x\",\"conversation_id\":\"cv_1\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void optOutsAreShownAsJsonAndAsCsv() throws Exception {
        ApiServer.Answer json = get("/api/v1/do-not-call?number=%2B13035550100");
        assertThat(json.status()).as(json.text()).isEqualTo(200);
        assertThat(json.faults("listDoNotCall")).isEmpty();
        ApiServer.Answer csv = get("/api/v1/do-not-call?format=csv");
        assertThat(csv.header("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(csv.text()).startsWith("number,conversation_id,asked_at\r\n");
        assertThat(get("/api/v1/do-not-call?number=Ann").at("/code")).isEqualTo("bad_filter");
    }

    @Test
    void aKeyOfAScriptErasesNobody() throws Exception {
        assertThat(server.post("/api/v1/erasures")
                        .key(server.demo().five9Key())
                        .json("{\"number\":\"+13035550100\"}")
                        .send()
                        .status())
                .isEqualTo(403);
    }

    private static ApiServer.Answer post(String path, String body) throws Exception {
        return server.post(path).key(server.demo().adminKey()).json(body).send();
    }

    private static ApiServer.Answer get(String path) throws Exception {
        return server.get(path).key(server.demo().adminKey()).send();
    }
}
