package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.calling.FreePort;
import io.voicebridge.calling.Kamailio;
import io.voicebridge.cli.trunk.TwilioDouble;
import io.voicebridge.conformance.Carrier;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.sip.transport.TestAuthority;
import io.voicebridge.sip.transport.TlsSettings;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole set-up by Method B before the first real lead, over TLS and SRTP: a trunk is applied to Twilio's double, the carrier
 * in front sends calls where the trunk says, campaigns of both options are rehearsed with the exported scripts, and what is
 * broken meanwhile is named.
 */
@RealPeer("Kamailio")
class RehearsedTrunkIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final int LEADS_OF_EACH = 25;
    private static final String FOR_OPTION_B = "+13035559010";
    private static final String FOR_FIVE9 = "+18005550123";

    /** What customers of the demo do, and where the script has to take them. */
    private static final List<String> WITH_OPTION_A =
            List.of("wants a quote,Sales_West,", "rents the place,,Not Qualified", "wants no more calls,,Do Not Call");

    /** Where the agent transfers, what it does not transfer is over for the outbound script. */
    private static final List<String> WITH_OPTION_B =
            List.of("owns it,Sales_West,", "rents it,,Transferred To 3rd Party");

    private static final String CUSTOMERS_OF_B = """
            campaign: Solar_West
            dnis: "+13125550111"
            customers:
              - name: owns it
                phone: "+13035550101"
                voice: rms
                replies:
                  - {hears: [own], says: "Yes.", keys: "1"}
                expect: {skill: Sales_West}
              - name: rents it
                phone: "+13035550102"
                voice: rms
                replies:
                  - {hears: [own], says: "No.", keys: "2"}
                expect: {disposition: Transferred To 3rd Party}
            """;

    private static final String DIALOGUE_OF_B = """
            greeting: Hello, this is Sam.
            steps:
              - {id: owns_home, ask: "Do you own your home?", expect: yes_no}
            rules:
              - name: owner
                when: {owns_home: "yes"}
                outcome: qualified
                route: {type: SkillTransfer, value: Sales_West, reason: Owns the home}
                transfer: {to: "%s", mode: warm, whisper: A home owner.}
                summary: Owns the home.
              - name: renter
                when: {owns_home: "no"}
                outcome: not_qualified
                route: {type: Hangup, value: Not_Qualified, reason: Rents the home}
            closings: {not_qualified: Goodbye.}
            """.formatted(FOR_FIVE9);

    @TempDir
    private Path folder;

    private final TestAuthority authority = new TestAuthority("Test authority");
    private final int tlsPort = FreePort.withTheNext();
    private final int inboundPort = FreePort.withTheNext();
    private Path trusted;
    private Path data;
    private BridgeProcess bridge;
    private String key;

    @BeforeEach
    void makeFolders() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
        trusted = authority.write(folder);
    }

    private TlsSettings.Identity certificate(String base) throws Exception {
        return authority.issue("x").address("127.0.0.1").write(folder, base);
    }

    private Map<String, String> environment(TwilioDouble twilio) throws Exception {
        TlsSettings.Identity own = certificate("bridge");
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("BRIDGE_TRUNKS_TWILIO_TRUNKING_URL", twilio.root() + "/v1");
        environment.put("BRIDGE_TRUNKS_TWILIO_API_URL", twilio.root());
        environment.put("BRIDGE_SIPS_PORT", Integer.toString(tlsPort));
        environment.put("BRIDGE_SIPS_CERTIFICATE", own.certificate().toString());
        environment.put("BRIDGE_SIPS_KEY", own.key().toString());
        environment.put("BRIDGE_SIPS_TRUST", trusted.toString());
        return environment;
    }

    @Test
    @Carrier(
            value = "Twilio",
            says =
                    "a secure trunk that the bridge has applied sends calls to its origination URL: fifty leads at five a second"
                            + " through Kamailio over TLS and SRTP, with the exported scripts of both options, each ending"
                            + " where the script says")
    void everyLeadEndsWhereTheScriptSaysAndWhatIsBrokenIsNamed() throws Exception {
        try (TwilioDouble twilio = new TwilioDouble(TOKEN);
                BridgeProcess started = BridgeProcess.start(data, environment(twilio))) {
            bridge = started;
            key = bridge.runtime().demo().adminKey();
            List<String> numbers = List.of(bridge.number(), FOR_OPTION_B, BrokenCalls.WITHOUT_SRTP);
            numbers.forEach(twilio::owns);
            apply(numbers);
            try (Kamailio carrier = Kamailio.in(folder, authority)
                    .inFrontOf(twilio.originationOf(bridge.number()))
                    .withNumberOf(FOR_FIVE9, "sip:127.0.0.1:" + (inboundPort + 1) + ";transport=tls")
                    .start()) {
                numberOfOptionB(carrier);
                try (SimulatorProcess optionA = simulate(carrier, bridge.number(), "A", WITH_OPTION_A, customersOfA());
                        SimulatorProcess optionB = simulate(carrier, FOR_OPTION_B, "B", WITH_OPTION_B, customersOfB());
                        BrokenCalls broken = new BrokenCalls(bridge, authority, folder, tlsPort, carrier)) {
                    broken.areNamed();
                    assertThat(results(optionA))
                            .isEqualTo(Map.of(
                                    "Skill Transfer Sales_West", 9,
                                    "Disposition Not Qualified", 8,
                                    "Disposition Do Not Call", 8));
                    assertThat(results(optionB))
                            .isEqualTo(Map.of(
                                    "Skill Transfer Sales_West", 13,
                                    "Disposition Transferred To 3rd Party", 12));
                }
            }
        }
    }

    private static Map<String, Integer> results(SimulatorProcess simulator) throws Exception {
        JsonNode report = simulator.report();
        assertThat(report.path("summary").path("queries_failed").asInt()).isZero();
        return SimulatorProcess.results(report);
    }

    private void apply(List<String> numbers) throws Exception {
        bridge.make("/api/v1/secrets", key, Map.of("name", "our-twilio", "value", TOKEN));
        String trunk = bridge.make(
                        "/api/v1/trunks",
                        key,
                        Map.of(
                                "name",
                                "Pilot",
                                "provider",
                                "twilio",
                                "account",
                                Map.of("sid", TwilioDouble.ACCOUNT, "secret", "our-twilio"),
                                "secure",
                                true,
                                "sip_uri",
                                "sip:127.0.0.1:" + tlsPort + ";transport=tls",
                                "numbers",
                                numbers))
                .path("id")
                .asText();
        HttpResponse<String> applied = bridge.post("/api/v1/trunks/" + trunk + "/apply", key, "{}");
        assertThat(JSON.readTree(applied.body()).path("state").asText())
                .as(applied.body())
                .isEqualTo("applied");
        assertThat(bridge.api("/api/v1/trunks/" + trunk + "/drift")).isEmpty();
    }

    /** Its calls out are encrypted, too, and go by the carrier to the number of Five9's inbound campaign. */
    private void numberOfOptionB(Kamailio carrier) throws Exception {
        String agent = bridge.agent(key, "transfers", DIALOGUE_OF_B, true);
        bridge.make(
                "/api/v1/phone-numbers",
                key,
                Map.of(
                        "number",
                        FOR_OPTION_B,
                        "agent_id",
                        agent,
                        "srtp",
                        "require",
                        "terminal_uri",
                        "sip:127.0.0.1:" + carrier.tlsAddress().getPort() + ";transport=tls"));
        String tenant =
                bridge.api("/api/v1/tenants").path("items").get(0).path("id").asText();
        bridge.change(
                "/api/v1/tenants/" + tenant,
                key,
                Map.of("settings", Map.of("outbound", Map.of("allow", List.of(FOR_FIVE9)))));
    }

    private static List<String> customersOfA() {
        return List.of("--customers", "config/demo/customers.yaml");
    }

    private List<String> customersOfB() throws Exception {
        return List.of(
                "--customers",
                Files.writeString(folder.resolve("customers.yaml"), CUSTOMERS_OF_B)
                        .toString(),
                "--inbound",
                folder.resolve("B")
                        .resolve("VoiceBridge-OptionB-Inbound.five9ivr")
                        .toString(),
                "--inbound-port",
                Integer.toString(inboundPort),
                "--inbound-tls-port",
                Integer.toString(inboundPort + 1));
    }

    private SimulatorProcess simulate(
            Kamailio carrier, String number, String option, List<String> behaviours, List<String> more)
            throws Exception {
        Path kit = bridge.kit(number, Files.createDirectory(folder.resolve(option)));
        StringBuilder leads = new StringBuilder("number1,first_name,city,behaviour,expect_skill,expect_disposition\n");
        for (int i = 0; i < LEADS_OF_EACH; i++) {
            leads.append("+1303555")
                    .append((option.equals("A") ? 2000 : 3000) + i)
                    .append(",Lead,Denver,")
                    .append(behaviours.get(i % behaviours.size()))
                    .append('\n');
        }
        TlsSettings.Identity own = certificate("five9-" + option);
        List<String> options = new ArrayList<>(List.of(
                "--script",
                kit.resolve("VoiceBridge-Option" + option + ".five9ivr").toString(),
                "--leads",
                Files.writeString(kit.resolve("leads.csv"), leads).toString(),
                "--rate",
                "5",
                "--keys",
                "--srtp",
                "require",
                "--trust",
                trusted.toString(),
                "--certificate",
                own.certificate().toString(),
                "--private-key",
                own.key().toString(),
                "--target",
                "sip:" + number + "@127.0.0.1:" + carrier.tlsAddress().getPort() + ";transport=tls"));
        options.addAll(more);
        return SimulatorProcess.start(folder, data, options);
    }
}
