package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.Kamailio;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.cli.trunk.TwilioDouble;
import io.voicebridge.conformance.Carrier;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.sip.transport.TestAuthority;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole set-up by Method B before the first real lead: a trunk is applied to Twilio's double, the carrier in front sends calls
 * where the trunk says, a campaign is rehearsed with the exported script, and what is broken meanwhile is named.
 */
@RealPeer("Kamailio")
class RehearsedTrunkIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final int LEADS = 50;

    /** What customers of the demo do, and where the script has to take them. */
    private static final List<String[]> BEHAVIOURS = List.of(
            new String[] {"wants a quote", "Sales_West", ""},
            new String[] {"rents the place", "", "Not Qualified"},
            new String[] {"wants no more calls", "", "Do Not Call"});

    @TempDir
    private Path folder;

    private BridgeProcess bridge;
    private String key;

    @Test
    @Carrier(
            value = "Twilio",
            says =
                    "a trunk that the bridge has applied sends calls to its origination URL: fifty leads at five a second through"
                            + " Kamailio, with the exported script, each ending where the script says")
    void everyLeadEndsWhereTheScriptSaysAndWhatIsBrokenIsNamed() throws Exception {
        try (TwilioDouble twilio = new TwilioDouble(TOKEN);
                BridgeProcess started = BridgeProcess.start(
                        Files.createDirectory(folder.resolve("data")),
                        Map.of(
                                "BRIDGE_TRUNKS_TWILIO_TRUNKING_URL",
                                twilio.root() + "/v1",
                                "BRIDGE_TRUNKS_TWILIO_API_URL",
                                twilio.root()))) {
            bridge = started;
            key = bridge.runtime().demo().adminKey();
            twilio.owns(bridge.number());
            try (Kamailio carrier = Kamailio.in(folder, new TestAuthority("Test authority"))
                            .inFrontOf(whereCallsGo(twilio))
                            .start();
                    Caller customer = Caller.of(carrier.address());
                    Caller direct = Caller.of(
                            new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()))) {
                Tenant other = anotherTenant(dialogueOf(bridge.number()));
                callsWhereSomethingIsBroken(customer, direct, other);
                Process campaign = simulate(carrier.address());
                try {
                    whatIsBrokenIsNamed(other);
                    assertThat(campaign.waitFor(5, TimeUnit.MINUTES)).isTrue();
                } finally {
                    campaign.destroyForcibly();
                }
                everyLeadEndedAsExpected(campaign.exitValue());
            }
        }
    }

    /** Applies the trunk, and reads at the provider where calls to the number go now. */
    private String whereCallsGo(TwilioDouble twilio) throws Exception {
        made("/api/v1/secrets", "{\"name\":\"our-twilio\",\"value\":\"" + TOKEN + "\"}");
        String trunk = made(
                        "/api/v1/trunks",
                        "{\"name\":\"Pilot\",\"provider\":\"twilio\",\"account\":{\"sid\":\"" + TwilioDouble.ACCOUNT
                                + "\",\"secret\":\"our-twilio\"},\"secure\":false,\"sip_uri\":\"sip:" + bridge.sip()
                                + ";transport=tcp\",\"numbers\":[\"" + bridge.number() + "\"]}")
                .path("id")
                .asText();
        HttpResponse<String> applied = bridge.post("/api/v1/trunks/" + trunk + "/apply", key, "{}");
        assertThat(JSON.readTree(applied.body()).path("state").asText())
                .as(applied.body())
                .isEqualTo("applied");
        assertThat(bridge.api("/api/v1/trunks/" + trunk + "/drift")).isEmpty();
        return twilio.originationOf(bridge.number());
    }

    private JsonNode made(String path, String json) throws Exception {
        return made(path, key, json);
    }

    private JsonNode made(String path, String with, String json) throws Exception {
        HttpResponse<String> answer = bridge.post(path, with, json);
        assertThat(answer.statusCode()).as(path + ' ' + answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private Process simulate(InetSocketAddress carrier) throws Exception {
        StringBuilder leads = new StringBuilder("number1,first_name,city,behaviour,expect_skill,expect_disposition\n");
        for (int i = 0; i < LEADS; i++) {
            String[] behaviour = BEHAVIOURS.get(i % BEHAVIOURS.size());
            leads.append("+1303555")
                    .append(2000 + i)
                    .append(",Lead,Denver,")
                    .append(String.join(",", behaviour))
                    .append('\n');
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx800m",
                "-Dbridge.home=" + Path.of("").toAbsolutePath(),
                "-jar",
                Path.of("target/voice-bridge.jar").toString(),
                "simulate",
                "--script",
                script().toString(),
                "--customers",
                "config/demo/customers.yaml",
                "--leads",
                Files.writeString(folder.resolve("leads.csv"), leads).toString(),
                "--rate",
                "5",
                "--keys",
                "--target",
                "sip:" + bridge.number() + "@127.0.0.1:" + carrier.getPort() + ";transport=tcp"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("report.json").toFile())
                .redirectError(folder.resolve("errors.txt").toFile());
        builder.environment().put("BRIDGE_DATA_DIR", folder.resolve("data").toString());
        return builder.start();
    }

    /** Of the kit as an administrator gets it from the API. */
    private Path script() throws Exception {
        String id = "";
        for (JsonNode number : bridge.api("/api/v1/phone-numbers").path("items")) {
            id = number.path("number").asText().equals(bridge.number())
                    ? number.path("id").asText()
                    : id;
        }
        byte[] kit = bridge.bytes("/api/v1/phone-numbers/" + id + "/script-kit");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(kit))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.write(folder.resolve(Path.of(entry.getName()).getFileName()), zip.readAllBytes());
            }
        }
        return folder.resolve("VoiceBridge-OptionA.five9ivr");
    }

    private void everyLeadEndedAsExpected(int status) throws Exception {
        String errors = Files.readString(folder.resolve("errors.txt"));
        JsonNode report = JSON.readTree(folder.resolve("report.json").toFile());
        assertThat(status).as(errors + report.path("summary")).isZero();
        Map<String, Integer> results = new HashMap<>();
        report.path("calls").findValuesAsText("result").forEach(result -> results.merge(result, 1, Integer::sum));
        assertThat(results)
                .isEqualTo(Map.of(
                        "Skill Transfer Sales_West", 17,
                        "Disposition Not Qualified", 17,
                        "Disposition Do Not Call", 16));
        assertThat(report.path("summary").path("queries_failed").asInt()).isZero();
    }

    /** Five things that people get wrong, each in a call of its own. */
    private void callsWhereSomethingIsBroken(Caller customer, Caller direct, Tenant other) throws Exception {
        String agent = bridge.api("/api/v1/agents").at("/items/0/id").asText();
        number("+13035559001", agentOf(key, dialogueOf(bridge.number()), false), "allow");
        number("+13035559002", agent, "require");

        PhoneCall withoutReturn = customer.dials(bridge.number())
                .from("+13035551001")
                .with("X-CallSessionId", "no-return")
                .rings();
        PhoneCall otherCorrelation =
                direct.dials(other.number()).with("X-CallSessionId", "ours").rings();
        PhoneCall withoutPrefix = direct.dials(bridge.number())
                .from("+13035551003")
                .with("X-CallSessionId", "no-prefix")
                .with("first_name", "Ann")
                .rings();
        asksForAPerson(withoutReturn);
        asksForAPerson(otherCorrelation);
        asksForAPerson(withoutPrefix);
        customer.dials("+13035559001").isRefused();
        customer.dials("+13035559002").isRefused();
        otherCorrelation.isOver();
        bridge.ask("/five9/v1/outcome?correlation=theirs", other.five9Key());
        withoutPrefix.isOver();
        // A script that asks before the end is written down is told so, which is another trouble
        await().atMost(Duration.ofSeconds(60))
                .until(() -> bridge.api("/api/v1/conversations?status=live&correlation=no-prefix")
                        .path("items")
                        .isEmpty());
        bridge.five9("/five9/v1/outcome?correlation=no-prefix&wait=3");
        withoutReturn.isOver();
    }

    private void whatIsBrokenIsNamed(Tenant other) {
        refuses("+13035559001", "Publish the agent of the number");
        refuses("+13035559002", "Turn SRTP on at the trunk");
        names("no-prefix", key, "that each key starts with X-");
        names("no-return", key, "is Return After 3rd Party Call checked");
        names(
                "ours",
                other.key(),
                "Five9 asked for another correlation: the call had 'ours', the Query asked for 'theirs'");
    }

    /** The shortest way through the demo's dialogue. */
    private static void asksForAPerson(PhoneCall call) {
        call.connects().hearsVoice().presses('0');
    }

    /** Written at the end of a call, or when a script that works would have asked. */
    private void names(String correlation, String with, String trouble) {
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(
                        JSON.readTree(bridge.ask("/api/v1/conversations?correlation=" + correlation, with)
                                        .body())
                                .at("/items/0/diagnosis")
                                .asText())
                .contains(trouble));
    }

    private void refuses(String number, String trouble) {
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(
                        bridge.api("/api/v1/rejected-calls").path("items"))
                .anySatisfy(refused -> {
                    assertThat(refused.path("dnis").asText()).isEqualTo(number);
                    assertThat(refused.path("diagnosis").asText()).contains(trouble);
                }));
    }

    private String dialogueOf(String number) throws Exception {
        String name = bridge.runtime().demo().numbers().get(number);
        for (JsonNode agent : bridge.api("/api/v1/agents").path("items")) {
            if (agent.path("name").asText().equals(name)) {
                return agent.path("dialogue").asText();
            }
        }
        throw new IllegalStateException("There is no agent " + name);
    }

    private String agentOf(String with, String dialogue, boolean published) throws Exception {
        String agent = made(
                        "/api/v1/agents",
                        with,
                        JSON.createObjectNode()
                                .put("name", "for-a-fault")
                                .put("voice", "slt")
                                .put("prompt", "You call {{first_name}} in {{city}}.")
                                .put("dialogue", dialogue)
                                .toString())
                .path("id")
                .asText();
        if (published) {
            made("/api/v1/agents/" + agent + "/publish", with, "{}");
        }
        return agent;
    }

    private void number(String digits, String agent, String srtp) throws Exception {
        made(
                "/api/v1/phone-numbers",
                "{\"number\":\"" + digits + "\",\"agent_id\":\"" + agent + "\",\"srtp\":\"" + srtp + "\"}");
    }

    private record Tenant(String number, String key, String five9Key) {}

    /** Whose scripts' questions do not stray into the campaign of the demo's tenant. */
    private Tenant anotherTenant(String dialogue) throws Exception {
        String admin = made("/api/v1/tenants", "{\"name\":\"Other\"}")
                .at("/admin_key/secret")
                .asText();
        String five9 = made("/api/v1/keys", admin, "{\"label\":\"five9\",\"scopes\":[\"five9\"]}")
                .path("secret")
                .asText();
        String agent = agentOf(admin, dialogue, true);
        made("/api/v1/phone-numbers", admin, "{\"number\":\"+13035559003\",\"agent_id\":\"" + agent + "\"}");
        return new Tenant("+13035559003", admin, five9);
    }
}
