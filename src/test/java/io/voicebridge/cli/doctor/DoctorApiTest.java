package io.voicebridge.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.calling.Telephone;
import io.voicebridge.cli.ApiServer;
import io.voicebridge.cli.Database;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code POST /api/v1/doctor} of a whole bridge. */
class DoctorApiTest {

    @TempDir
    private static Path dataDir;

    private static Telephone peer;
    private static ApiServer bridge;

    @BeforeAll
    static void start() throws Exception {
        peer = Telephone.thatAnswers();
        bridge = ApiServer.start(
                dataDir,
                Database.H2,
                Map.of("bridge.rtp.srtp", "require", "bridge.sip.peers", "sip:" + peer.hostPort()));
    }

    @AfterAll
    static void stop() {
        bridge.close();
        peer.close();
    }

    @Test
    void anOperatorSeesTheMachineAndSipToo() throws Exception {
        ApiServer.Answer answer = bridge.post("/api/v1/doctor")
                .key(bridge.demo().adminKey())
                .json("{}")
                .send();

        assertThat(answer.faults("runDoctor")).isEmpty();
        assertThat(status(answer, "The database answers at once")).isNotEqualTo("red");
        assertThat(status(answer, "SIP is taken at")).isEqualTo("green");
        assertThat(status(answer, "The peer sip:" + peer.hostPort())).isEqualTo("green");
        assertThat(status(answer, "is answered by a published agent")).isEqualTo("green");
    }

    /** Where scripts ask is a property that is read when the doctor looks, as the port is chosen at the start. */
    @Test
    void aSignedOutcomeAndAQueryAreHeardThereAndBack() throws Exception {
        bridge.context()
                .getPropertiesComponent()
                .addOverrideProperty("bridge.public.url", "http://127.0.0.1:" + bridge.httpPort());

        ApiServer.Answer answer = bridge.post("/api/v1/doctor")
                .key(bridge.demo().adminKey())
                .json("{}")
                .send();

        assertThat(status(answer, "A signed outcome is heard")).isEqualTo("green");
        assertThat(status(answer, "A webhook finds its way in")).isEqualTo("green");
        assertThat(status(answer, "A script's Query is answered")).isEqualTo("green");
        assertThat(bridge.get("/api/v1/keys")
                        .key(bridge.demo().adminKey())
                        .send()
                        .text())
                .as("the key of the Query is taken away")
                .doesNotContain("\"doctor\"");
    }

    @Test
    void peersAreAskedFromTimeToTimeToo() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(metrics()).containsPattern("sip_peer_up\\{.*\\} 1"));
    }

    private static String metrics() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + bridge.managementPort() + "/observe/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void anAdministratorSeesTheNumbersOfTheTenantOnly() throws Exception {
        String key = bridge.post("/api/v1/keys")
                .key(bridge.demo().adminKey())
                .json("{\"label\":\"admin\",\"scopes\":[\"admin\"]}")
                .send()
                .at("/secret");

        ApiServer.Answer answer = bridge.post("/api/v1/doctor").key(key).send();

        assertThat(answer.faults("runDoctor")).isEmpty();
        assertThat(answer.text()).contains("is answered by a published agent").doesNotContain("database");
    }

    @Test
    void namesANumberWithoutAnAgent() throws Exception {
        newNumber("{\"number\":\"+13035550121\"}");

        ApiServer.Answer answer = doctor("+13035550121");

        assertThat(status(answer, "+13035550121 is answered")).isEqualTo("red");
        assertThat(answer.text()).contains("Map an agent to +13035550121");
    }

    @Test
    void namesATrunkThatDoesNotAnswer() throws Exception {
        newNumber(
                "{\"number\":\"+13035550122\",\"terminal_uri\":\"sip:127.0.0.2:" + closedPort() + ";transport=tcp\"}");

        ApiServer.Answer answer = doctor("+13035550122");

        assertThat(status(answer, "+13035550122 transfers calls")).isEqualTo("red");
    }

    @Test
    void warnsOfKeysThatCanBeReadOnTheWay() throws Exception {
        newNumber("{\"number\":\"+13035550123\"}");

        assertThat(status(doctor("+13035550123"), "can have its audio encrypted"))
                .isEqualTo("amber");
    }

    @Test
    void knowsNoNumberOfAnother() throws Exception {
        ApiServer.Answer answer = doctor("+13035550199");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.faults("runDoctor")).isEmpty();
    }

    private static ApiServer.Answer doctor(String number) throws Exception {
        return bridge.post("/api/v1/doctor")
                .key(bridge.demo().adminKey())
                .json("{\"number\":\"" + number + "\"}")
                .send();
    }

    private static void newNumber(String json) throws Exception {
        assertThat(bridge.post("/api/v1/phone-numbers")
                        .key(bridge.demo().adminKey())
                        .json(json)
                        .send()
                        .status())
                .isEqualTo(201);
    }

    private static String status(ApiServer.Answer answer, String check) throws Exception {
        for (JsonNode examined : answer.body()) {
            if (examined.path("check").asText().contains(check)) {
                return examined.path("status").asText();
            }
        }
        throw new AssertionError("No check says '" + check + "': " + answer.text());
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
