package io.voicebridge.cli.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.cli.ApiServer;
import io.voicebridge.cli.Database;
import io.voicebridge.conformance.Carrier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trunks of Telnyx and to other machines, from the API of the bridge on. */
class TelnyxTrunkTest {

    private static final String KEY = "KEY0123456789ABCDEF_abcdefghijklmnop";

    @TempDir
    static Path dataDir;

    private static TelnyxDouble telnyx;
    private static ApiServer server;
    private static int count;

    private String id;

    @BeforeAll
    static void start() throws Exception {
        telnyx = new TelnyxDouble(KEY);
        server = ApiServer.start(
                dataDir,
                Database.H2,
                Map.of(
                        "bridge.trunks.telnyx.api-url",
                        telnyx.root() + "/v2",
                        "bridge.trunks.requests-per-second",
                        "1000",
                        "bridge.trunks.request-seconds",
                        Long.toString(CarrierDouble.LONGEST_WAIT.toSeconds()),
                        // What a test asks of the provider is all that it is asked
                        "bridge.trunks.watch-minutes",
                        "0"));
        server.post("/api/v1/secrets")
                .key(server.demo().adminKey())
                .json("{\"name\":\"our-telnyx\",\"value\":\"" + KEY + "\"}")
                .send();
    }

    @AfterAll
    static void stop() {
        server.close();
        telnyx.close();
    }

    @BeforeEach
    void clean() {
        telnyx.pageSize = 50;
        telnyx.asked();
    }

    @AfterEach
    void takeBack() throws Exception {
        assertThat(post("destroy").status()).isEqualTo(200);
        assertThat(server.delete("/api/v1/trunks/" + id)
                        .key(server.demo().adminKey())
                        .send()
                        .status())
                .isEqualTo(204);
    }

    private void wants(String more) throws Exception {
        make("\"provider\":\"telnyx\",\"account\":{\"secret\":\"our-telnyx\"},"
                + "\"sip_uri\":\"sip:voice.example.com:5061;transport=tls\"" + more);
    }

    private void make(String fields) throws Exception {
        ApiServer.Answer made = server.post("/api/v1/trunks")
                .key(server.demo().adminKey())
                .json("{\"name\":\"West " + ++count + "\"," + fields + '}')
                .send();
        assertThat(made.text()).contains("\"draft\"");
        id = made.at("/id");
    }

    private ApiServer.Answer post(String what) throws Exception {
        return server.post("/api/v1/trunks/" + id + '/' + what)
                .key(server.demo().adminKey())
                .send();
    }

    private JsonNode get(String what) throws Exception {
        ApiServer.Answer answer = server.get("/api/v1/trunks/" + id + '/' + what)
                .key(server.demo().adminKey())
                .send();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.path(field).asText()));
        return texts;
    }

    private ObjectNode connection() {
        return telnyx.all("fqdn_connections").stream()
                .filter(one -> one.path("connection_name").asText().endsWith('(' + id + ')'))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void makesWhatIsWanted() throws Exception {
        ObjectNode number = telnyx.owns("+13125550211");
        wants(",\"numbers\":[\"+13125550211\"],\"outbound\":{\"daily_spend_limit\":\"20\",\"destinations\":[\"US\"]}");

        assertThat(post("apply").at("/state")).isEqualTo("applied");

        ObjectNode made = connection();
        assertThat(made.path("transport_protocol").asText()).isEqualTo("TLS");
        assertThat(made.path("encrypted_media").asText()).isEqualTo("SRTP");
        assertThat(made.at("/inbound/dnis_number_format").asText()).isEqualTo("+e164");
        ObjectNode profile = telnyx.all("outbound_voice_profiles").get(0);
        assertThat(made.at("/outbound/outbound_voice_profile_id")).isEqualTo(profile.get("id"));
        assertThat(profile.path("daily_spend_limit_enabled").asBoolean()).isTrue();
        assertThat(profile.path("whitelisted_destinations").toString()).isEqualTo("[\"US\"]");
        assertThat(telnyx.all("fqdns").get(0).path("fqdn").asText()).isEqualTo("voice.example.com");
        assertThat(telnyx.all("fqdns").get(0).path("port").asInt()).isEqualTo(5061);
        assertThat(number.get("connection_id")).isEqualTo(made.get("id"));
        assertThat(get("drift")).isEmpty();
    }

    @Test
    void boundsWhatCallsOutMayCostWhereNobodyHasSaid() throws Exception {
        wants("");
        post("apply");

        ObjectNode profile = telnyx.all("outbound_voice_profiles").get(0);
        assertThat(profile.path("daily_spend_limit").asText()).isEqualTo("50.00");
        assertThat(profile.path("whitelisted_destinations").toString()).isEqualTo("[\"US\",\"CA\"]");
    }

    @Test
    void anAmountIsTheSameWithItsZeros() throws Exception {
        wants(",\"outbound\":{\"daily_spend_limit\":\"20\"}");
        post("apply");
        telnyx.all("outbound_voice_profiles").get(0).put("daily_spend_limit", "20.00");

        assertThat(get("drift")).isEmpty();
    }

    @Test
    @Carrier(
            value = "Telnyx",
            says =
                    "its API has no idempotency keys: what was made and not answered is found by its name, and not made again")
    void makesNothingTwiceWhenTheAnswerWasLost() throws Exception {
        wants("");
        telnyx.fails("POST /v2/fqdn_connections", CarrierDouble.Trouble.CUT);
        assertThat(post("apply").status()).isEqualTo(502);
        telnyx.fails("POST /v2/fqdns", CarrierDouble.Trouble.CUT);
        assertThat(post("apply").status()).isEqualTo(502);

        assertThat(post("apply").at("/state")).isEqualTo("applied");

        assertThat(telnyx.all("fqdn_connections")).hasSize(1);
        assertThat(telnyx.all("fqdns")).hasSize(1);
        assertThat(telnyx.all("outbound_voice_profiles")).hasSize(1);
    }

    @Test
    void goesOnAfterAnAnswerThatCameTooLate() throws Exception {
        wants("");
        telnyx.fails("POST /v2/fqdn_connections", CarrierDouble.Trouble.SLOW);
        ApiServer.Answer late = post("apply");
        assertThat(late.status()).isEqualTo(502);
        assertThat(late.at("/detail")).contains("no answer came");

        assertThat(post("apply").at("/state")).isEqualTo("applied");

        assertThat(telnyx.all("fqdn_connections")).hasSize(1);
        assertThat(get("drift")).isEmpty();
    }

    @Test
    void saysWhatTheProviderSaid() throws Exception {
        wants("");
        telnyx.fails("POST /v2/fqdn_connections", CarrierDouble.Trouble.BROKEN);

        assertThat(post("apply").at("/detail"))
                .contains("Telnyx", "POST /fqdn_connections was answered 500 (10009): Internal error")
                .contains("Done before it: outbound_voice_profile");
    }

    private static double criticalDifferences() {
        return server.context()
                .getRegistry()
                .findSingleByType(MeterRegistry.class)
                .get("trunk_drift_differences")
                .tag("kind", "critical")
                .gauge()
                .value();
    }

    @Test
    void changesOnlyWhatDiffers() throws Exception {
        wants("");
        post("apply");
        connection().put("encrypted_media", "ZRTP");
        server.bean("trunkWatch", TrunkWatch.class).look();
        assertThat(criticalDifferences()).isEqualTo(1);
        telnyx.asked();

        assertThat(get("drift").toString())
                .isEqualTo("[{\"path\":\"connection.encrypted_media\",\"want\":\"SRTP\",\"have\":\"ZRTP\","
                        + "\"severity\":\"critical\"}]");
        post("apply");

        assertThat(connection().path("encrypted_media").asText()).isEqualTo("SRTP");
        assertThat(telnyx.changes()).hasSize(1).allMatch(request -> request.startsWith("PATCH /v2/fqdn_connections/"));
    }

    @Test
    void takesBackWhatItMadeAndNothingElse() throws Exception {
        ObjectNode another =
                telnyx.add("fqdn_connections", CarrierDouble.object().put("connection_name", "Another's"));
        ObjectNode number = telnyx.owns("+13125550222");
        wants(",\"numbers\":[\"+13125550222\"]");
        post("apply");

        assertThat(texts(post("destroy").body().path("taken"), "")).hasSize(4);

        assertThat(telnyx.all("fqdn_connections")).containsExactly(another);
        assertThat(telnyx.all("outbound_voice_profiles")).isEmpty();
        assertThat(number.path("connection_id").isNull()).isTrue();
        assertThat(telnyx.all("phone_numbers")).contains(number);
        telnyx.forgets("fqdn_connections", another);
    }

    @Test
    void aTrunkToFive9IsLookedAtHereAndItsDataCentresAreAsked() throws Exception {
        make(
                "\"provider\":\"five9_pop\",\"secure\":false,\"data_centres\":[{\"name\":\"ATL\",\"addresses\":[\"127.0.0.1\","
                        + "\"203.0.113.18\"],\"options_uri\":\"sip:203.0.113.18:5060\"}]");

        ApiServer.Answer applied = post("apply");

        assertThat(applied.at("/state")).isEqualTo("pending");
        assertThat(texts(applied.body().path("actions"), "op")).containsExactly("keep", "blocked", "create");
        assertThat(applied.at("/actions/1/note")).contains("config/carriers/five9.yaml");
        assertThat(peers()).contains("sip:203.0.113.18:5060");
        post("destroy");
        assertThat(peers()).doesNotContain("sip:203.0.113.18:5060");
    }

    private static List<String> peers() {
        return server.bean("sipPeers", io.voicebridge.cli.call.SipPeers.class).list();
    }

    @Test
    void onlyTheOperatorMakesTheBridgeAskAnotherMachine() throws Exception {
        String admin = server.post("/api/v1/keys")
                .key(server.demo().adminKey())
                .json("{\"label\":\"a\",\"scopes\":[\"admin\"]}")
                .send()
                .at("/secret");
        make("\"provider\":\"byo\",\"data_centres\":[{\"name\":\"A\",\"addresses\":[\"203.0.113.19\"]}]");

        assertThat(server.post("/api/v1/trunks/" + id + "/apply")
                        .key(admin)
                        .send()
                        .status())
                .isEqualTo(403);
    }
}
