package io.voicebridge.cli.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.cli.ApiServer;
import io.voicebridge.cli.Database;
import io.voicebridge.conformance.Carrier;
import io.voicebridge.conformance.Duty;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trunks of Twilio, from the API of the bridge to that of Twilio, by the routes and over HTTP. */
class TwilioTrunkTest {

    private static final String TOKEN = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
    private static final String PASSWORD = "Sip-Pass-With-12-Signs";
    private static final String NUMBER = "+13125550111";

    @TempDir
    static Path dataDir;

    private static TwilioDouble twilio;
    private static ApiServer server;
    private static int count;

    private String id;

    @BeforeAll
    static void start() throws Exception {
        twilio = new TwilioDouble(TOKEN);
        server = ApiServer.start(
                dataDir,
                Database.H2,
                Map.of(
                        "bridge.trunks.twilio.trunking-url",
                        twilio.root() + "/v1",
                        "bridge.trunks.twilio.api-url",
                        twilio.root(),
                        "bridge.trunks.requests-per-second",
                        "1000",
                        "bridge.trunks.request-seconds",
                        Long.toString(CarrierDouble.LONGEST_WAIT.toSeconds()),
                        // What a test asks of the provider is all that it is asked
                        "bridge.trunks.watch-minutes",
                        "0"));
        secret("our-twilio", TOKEN);
        secret("sip-password", PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
        twilio.close();
    }

    @BeforeEach
    void clean() {
        twilio.pageSize = 50;
        twilio.asked();
    }

    @AfterEach
    void takeBack() throws Exception {
        if (id != null) {
            assertThat(post("destroy", "").status()).isEqualTo(200);
            assertThat(server.delete("/api/v1/trunks/" + id).key(key()).send().status())
                    .isEqualTo(204);
        }
    }

    private static String key() {
        return server.demo().adminKey();
    }

    private static void secret(String name, String value) throws Exception {
        server.post("/api/v1/secrets")
                .key(key())
                .json("{\"name\":\"" + name + "\",\"value\":\"" + value + "\"}")
                .send();
    }

    /** @param more fields, each behind a comma */
    private void wants(String more) throws Exception {
        ApiServer.Answer made = server.post("/api/v1/trunks")
                .key(key())
                .json("{\"name\":\"West " + ++count + "\",\"provider\":\"twilio\",\"account\":{\"sid\":\""
                        + TwilioDouble.ACCOUNT + "\",\"secret\":\"our-twilio\"},"
                        + "\"sip_uri\":\"sip:voice.example.com:5061;transport=tls\"" + more + '}')
                .send();
        assertThat(made.text()).contains("\"draft\"");
        id = made.at("/id");
    }

    private ApiServer.Answer post(String what, String body) throws Exception {
        ApiServer.Request request =
                server.post("/api/v1/trunks/" + id + '/' + what).key(key());
        return (body.isEmpty() ? request : request.json(body)).send();
    }

    private JsonNode get(String what) throws Exception {
        ApiServer.Answer answer =
                server.get("/api/v1/trunks/" + id + '/' + what).key(key()).send();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.path(field).asText()));
        return texts;
    }

    private ObjectNode trunk() {
        return twilio.all("/v1/Trunks").stream()
                .filter(one -> one.path("friendly_name").asText().endsWith('(' + id + ')'))
                .findFirst()
                .orElseThrow();
    }

    private List<ObjectNode> ofTrunk(String list) {
        return twilio.all("/v1/Trunks/" + trunk().path("sid").asText() + '/' + list);
    }

    @Test
    void makesWhatIsWanted() throws Exception {
        twilio.owns(NUMBER);
        wants(",\"numbers\":[\"" + NUMBER + "\"],\"transfer_mode\":\"sip-only\"");

        ApiServer.Answer applied = post("apply", "");

        assertThat(applied.at("/state")).isEqualTo("applied");
        assertThat(trunk().path("secure").asBoolean()).isTrue();
        assertThat(trunk().path("transfer_mode").asText()).isEqualTo("sip-only");
        assertThat(texts(JSON(ofTrunk("OriginationUrls")), "sip_url"))
                .containsExactly("sip:voice.example.com:5061;transport=tls");
        assertThat(texts(JSON(ofTrunk("PhoneNumbers")), "phone_number")).containsExactly(NUMBER);
        assertThat(texts(get("verify"), "status")).containsOnly("as_wanted").hasSize(3);
        assertThat(get("drift")).isEmpty();
    }

    private static JsonNode JSON(List<ObjectNode> nodes) {
        return CarrierDouble.JSON.valueToTree(nodes);
    }

    @Test
    void aPlanChangesNothing() throws Exception {
        wants("");

        assertThat(texts(get("plan").path("actions"), "op")).containsExactly("create", "create");
        assertThat(twilio.changes()).isEmpty();
    }

    @Test
    void doesNothingTheSecondTime() throws Exception {
        wants(",\"addresses\":[\"203.0.113.7\"]");
        post("apply", "");
        twilio.asked();

        assertThat(texts(post("apply", "").body().path("actions"), "op")).containsOnly("keep");
        assertThat(twilio.changes()).isEmpty();
    }

    @Test
    void makesAnAccessListAndACredentialForCallsOut() throws Exception {
        wants(",\"domain_name\":\"acme.pstn.twilio.com\",\"addresses\":[\"203.0.113.7\",\"198.51.100.0/24\"],"
                + "\"credential\":{\"username\":\"bridge\",\"password_secret\":\"sip-password\"}");

        assertThat(post("apply", "").at("/state")).isEqualTo("applied");

        String access = ofTrunk("IpAccessControlLists").get(0).path("sid").asText();
        assertThat(texts(JSON(twilio.addresses(access)), "ip_address")).containsExactly("203.0.113.7", "198.51.100.0");
        assertThat(texts(JSON(twilio.addresses(access)), "cidr_prefix_length")).containsExactly("32", "24");
        String credentials = ofTrunk("CredentialLists").get(0).path("sid").asText();
        assertThat(texts(JSON(twilio.credentials(credentials)), "username")).containsExactly("bridge");
        assertThat(get("drift")).isEmpty();
    }

    @Test
    void goesOnWhereItFailed() throws Exception {
        wants("");
        twilio.fails("POST /v1/Trunks/.*/OriginationUrls", CarrierDouble.Trouble.BROKEN);

        ApiServer.Answer failed = post("apply", "");

        assertThat(failed.status()).isEqualTo(502);
        assertThat(failed.at("/code")).isEqualTo("provider_error");
        assertThat(failed.at("/detail")).contains("answered 500", "Done before it: trunk");
        twilio.asked();
        assertThat(post("apply", "").at("/state")).isEqualTo("applied");
        assertThat(twilio.changes()).hasSize(1).allMatch(request -> request.endsWith("/OriginationUrls"));
    }

    @Test
    @Carrier(
            value = "Twilio",
            says =
                    "its API has no idempotency keys: what was made and not answered is found by its name, and not made again")
    void makesNothingTwiceWhenTheAnswerWasLost() throws Exception {
        wants(",\"addresses\":[\"203.0.113.7\"]");
        twilio.fails("POST /v1/Trunks", CarrierDouble.Trouble.CUT);
        assertThat(post("apply", "").status()).isEqualTo(502);
        twilio.fails("POST .*/SIP/IpAccessControlLists.json", CarrierDouble.Trouble.CUT);
        assertThat(post("apply", "").status()).isEqualTo(502);

        assertThat(post("apply", "").at("/state")).isEqualTo("applied");

        String label = trunk().path("friendly_name").asText();
        assertThat(texts(JSON(twilio.all("/v1/Trunks")), "friendly_name"))
                .filteredOn(label::equals)
                .hasSize(1);
        assertThat(texts(JSON(twilio.accessLists()), "friendly_name"))
                .filteredOn(label::equals)
                .hasSize(1);
    }

    @Test
    void goesOnAfterAnAnswerThatCameTooLate() throws Exception {
        wants(",\"addresses\":[\"203.0.113.7\"]");
        twilio.fails("POST /v1/Trunks", CarrierDouble.Trouble.SLOW);
        ApiServer.Answer first = post("apply", "");
        assertThat(first.status()).isEqualTo(502);
        assertThat(first.at("/detail")).contains("POST /Trunks: no answer came");
        twilio.fails("POST .*/SIP/IpAccessControlLists.json", CarrierDouble.Trouble.SLOW);
        ApiServer.Answer second = post("apply", "");
        assertThat(second.status()).isEqualTo(502);
        assertThat(second.at("/detail")).contains("no answer came");

        String plan = get("plan").path("revision").asText();
        assertThat(post("apply", "{\"plan\":\"" + plan + "\"}").at("/state")).isEqualTo("applied");

        assertThat(get("drift")).isEmpty();
        String label = trunk().path("friendly_name").asText();
        assertThat(texts(JSON(twilio.all("/v1/Trunks")), "friendly_name"))
                .filteredOn(label::equals)
                .hasSize(1);
        assertThat(texts(JSON(twilio.accessLists()), "friendly_name"))
                .filteredOn(label::equals)
                .hasSize(1);
    }

    @Test
    void waitsAsLongAsItIsTold() throws Exception {
        wants(",\"addresses\":[\"203.0.113.7\"]");
        twilio.fails("POST /v1/Trunks", CarrierDouble.Trouble.TOO_MUCH);
        twilio.fails("POST .*/SIP/IpAccessControlLists.json", CarrierDouble.Trouble.TOO_MUCH);

        assertThat(post("apply", "").at("/state")).isEqualTo("applied");
    }

    @Test
    void doesNotWaitForAnHour() throws Exception {
        wants("");
        twilio.fails("POST /v1/Trunks", CarrierDouble.Trouble.FAR_TOO_MUCH);

        ApiServer.Answer answer = post("apply", "");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.headers()).containsEntry("retry-after", "3600");
    }

    @Test
    void readsEveryPage() throws Exception {
        for (int i = 0; i < 5; i++) {
            twilio.add("/v1/Trunks", Map.of("FriendlyName", "Another's"));
            twilio.add(
                    "/2010-04-01/Accounts/" + TwilioDouble.ACCOUNT + "/SIP/IpAccessControlLists",
                    Map.of("FriendlyName", "Another's"));
        }
        twilio.pageSize = 2;
        wants(",\"addresses\":[\"203.0.113.7\",\"203.0.113.8\",\"203.0.113.9\"]");
        post("apply", "");

        assertThat(texts(get("verify"), "status")).containsOnly("as_wanted");
    }

    @Test
    void takesBackWhatItMadeAndNothingElse() throws Exception {
        String another = twilio.add("/v1/Trunks", Map.of("FriendlyName", "Another's"))
                .path("sid")
                .asText();
        ObjectNode number = twilio.owns("+13125550122");
        wants(",\"numbers\":[\"+13125550122\"],\"addresses\":[\"203.0.113.7\"]");
        post("apply", "");
        int lists = twilio.accessLists().size();

        ApiServer.Answer destroyed = post("destroy", "");

        assertThat(destroyed.body().path("taken")).hasSize(6);
        assertThat(texts(JSON(twilio.all("/v1/Trunks")), "sid")).contains(another);
        assertThat(texts(JSON(twilio.all("/v1/Trunks")), "friendly_name"))
                .noneMatch(name -> name.endsWith('(' + id + ')'));
        assertThat(twilio.accessLists()).hasSize(lists - 1);
        assertThat(number.path("trunk_sid").isNull()).isTrue();
        assertThat(server.get("/api/v1/trunks/" + id).key(key()).send().at("/state"))
                .isEqualTo("draft");
    }

    @Test
    void takesBackWhatIsHalfMade() throws Exception {
        wants("");
        twilio.fails("POST /v1/Trunks", CarrierDouble.Trouble.CUT);
        post("apply", "");

        assertThat(post("destroy", "").body().path("taken").get(0).asText()).isEqualTo("trunk");
    }

    @Test
    void takesNoNumberFromAnotherTrunkUnlessItIsTold() throws Exception {
        String number = "+13125550133";
        ObjectNode owned = twilio.owns(number);
        String another = twilio.add("/v1/Trunks", Map.of("FriendlyName", "Another's"))
                .path("sid")
                .asText();
        twilio.add(
                "/v1/Trunks/" + another + "/PhoneNumbers",
                Map.of("PhoneNumberSid", owned.path("sid").asText()));
        wants(",\"numbers\":[\"" + number + "\"]");

        assertThat(post("apply", "").at("/state")).isEqualTo("pending");
        assertThat(owned.path("trunk_sid").asText()).isEqualTo(another);
        assertThat(get("drift").at("/0/have").asText()).contains(another);

        server.request("PATCH", "/api/v1/trunks/" + id)
                .key(key())
                .header("If-Match", "*")
                .json("{\"take_numbers_over\":true}")
                .send();
        assertThat(post("apply", "").at("/state")).isEqualTo("applied");
        assertThat(owned.path("trunk_sid").asText())
                .isEqualTo(trunk().path("sid").asText());
    }

    @Test
    void buysNoNumber() throws Exception {
        wants(",\"numbers\":[\"+13125550144\"]");

        ApiServer.Answer applied = post("apply", "");

        assertThat(applied.at("/state")).isEqualTo("pending");
        assertThat(applied.at("/actions/2/op")).isEqualTo("blocked");
        assertThat(applied.at("/actions/2/note")).contains("buys none");
        assertThat(twilio.changes()).noneMatch(request -> request.contains("IncomingPhoneNumbers"));
    }

    @Test
    void giveBackANumberThatIsNotWantedAnyMore() throws Exception {
        ObjectNode owned = twilio.owns("+13125550155");
        wants(",\"numbers\":[\"+13125550155\"]");
        post("apply", "");

        server.request("PATCH", "/api/v1/trunks/" + id)
                .key(key())
                .header("If-Match", "*")
                .json("{\"numbers\":null}")
                .send();

        assertThat(get("drift").at("/0/path").asText()).isEqualTo("number/+13125550155");
        assertThat(post("apply", "").at("/state")).isEqualTo("applied");
        assertThat(owned.path("trunk_sid").isNull()).isTrue();
    }

    @Test
    void tellsWhatSomebodyChangedAtTheProvider() throws Exception {
        wants("");
        post("apply", "");
        trunk().put("secure", false);
        twilio.add(
                "/v1/Trunks/" + trunk().path("sid").asText() + "/OriginationUrls",
                Map.of("SipUrl", "sip:elsewhere.example.com", "Enabled", "true"));

        JsonNode drift = get("drift");

        assertThat(drift).hasSize(2);
        assertThat(drift.at("/0").toString())
                .isEqualTo(
                        "{\"path\":\"trunk.secure\",\"want\":\"true\",\"have\":\"false\",\"severity\":\"critical\"}");
        assertThat(drift.at("/1/path").asText()).isEqualTo("origination_url/sip:elsewhere.example.com");
        post("apply", "");
        assertThat(trunk().path("secure").asBoolean()).isTrue();
    }

    @Test
    void theDoctorTellsOfDrift() throws Exception {
        wants("");
        assertThat(doctor()).isEqualTo("amber");
        post("apply", "");
        assertThat(doctor()).isEqualTo("green");
        trunk().put("secure", false);

        assertThat(doctor()).isEqualTo("red");
    }

    @Test
    void theDoctorTellsOfANumberThatDoesNotWantWhatItsTrunkDoes() throws Exception {
        String number = server.demo().numbers().keySet().iterator().next();
        twilio.owns(number);
        wants(",\"numbers\":[\"" + number + "\"]");
        post("apply", "");
        String agree = number + " and its trunk West " + count + " agree on encrypted audio";
        assertThat(doctor(agree)).isEqualTo("green");

        srtp(number, "\"off\"");
        assertThat(doctor(agree)).isEqualTo("red");
        srtp(number, "null");
    }

    private static void srtp(String number, String rule) throws Exception {
        for (JsonNode one :
                server.get("/api/v1/phone-numbers").key(key()).send().body().path("items")) {
            if (one.path("number").asText().equals(number)) {
                assertThat(server.patch("/api/v1/phone-numbers/"
                                        + one.path("id").asText())
                                .key(key())
                                .header("If-Match", "*")
                                .json("{\"srtp\":" + rule + "}")
                                .send()
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    private String doctor() throws Exception {
        return doctor("The trunk West " + count + " is as it shall be");
    }

    private static String doctor(String check) throws Exception {
        for (JsonNode examined :
                server.post("/api/v1/doctor").key(key()).json("{}").send().body()) {
            if (examined.path("check").asText().equals(check)) {
                return examined.path("status").asText();
            }
        }
        throw new AssertionError("The doctor did not look at the trunk");
    }

    @Test
    void doesNothingThatAnOlderPlanDoesNotSay() throws Exception {
        wants("");
        post("apply", "");
        trunk().put("secure", false);
        String seen = get("plan").path("revision").asText();
        trunk().put("transfer_mode", "enable-all");
        twilio.asked();

        ApiServer.Answer answer = post("apply", "{\"plan\":\"" + seen + "\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.at("/code")).isEqualTo("plan_stale");
        assertThat(twilio.changes()).isEmpty();
        String now = get("plan").path("revision").asText();
        assertThat(post("apply", "{\"plan\":\"" + now + "\"}").status()).isEqualTo(200);
    }

    @Test
    void refusesEncryptedAudioWithKeysInClearText() throws Exception {
        ApiServer.Answer answer = server.post("/api/v1/trunks")
                .key(key())
                .json("{\"name\":\"Clear\",\"provider\":\"twilio\",\"account\":{\"sid\":\"" + TwilioDouble.ACCOUNT
                        + "\",\"secret\":\"our-twilio\"},\"sip_uri\":\"sip:voice.example.com\"}")
                .send();

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/errors/0/pointer")).isEqualTo("/sip_uri");
    }

    @Test
    @Duty(value = "Keys of providers", says = "In no log, answer or audit, also where the provider fails")
    void keysAreInNoLogNoAnswerAndNoAudit() throws Exception {
        StringWriter log = new StringWriter();
        WriterAppender appender = WriterAppender.createAppender(
                PatternLayout.newBuilder().withPattern("%p %c %m%n%ex").build(), null, log, "keys", false, true);
        appender.start();
        ((Logger) LogManager.getRootLogger()).addAppender(appender);
        StringBuilder answers = new StringBuilder();
        try {
            wants(",\"domain_name\":\"acme.pstn.twilio.com\","
                    + "\"credential\":{\"username\":\"bridge\",\"password_secret\":\"sip-password\"}");
            twilio.fails("POST .*/Credentials.json", CarrierDouble.Trouble.BROKEN);
            answers.append(post("apply", "").text());
            twilio.fails("POST .*/Credentials.json", CarrierDouble.Trouble.CUT);
            answers.append(post("apply", "").text());
            answers.append(post("apply", "").text()).append(get("verify"));
        } finally {
            ((Logger) LogManager.getRootLogger()).removeAppender(appender);
        }
        answers.append(server.get("/api/v1/audit?limit=200").key(key()).send().text());

        assertThat(answers.toString()).contains("answered 500", "trunk.apply");
        assertThat(log + answers.toString())
                .doesNotContain(TOKEN)
                .doesNotContain(PASSWORD)
                .doesNotContain(Base64.getEncoder()
                        .encodeToString((TwilioDouble.ACCOUNT + ':' + TOKEN).getBytes(StandardCharsets.UTF_8)));
    }
}
