package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Entry;
import io.voicebridge.call.ListenerSettings;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.call.SrtpSettings;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.Kamailio;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.sdp.CryptoSuite;
import io.voicebridge.sip.sdp.Encryption;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TestAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Five things that people get wrong when they set a campaign up, each in a call of its own, over TLS and SRTP. */
final class BrokenCalls implements AutoCloseable {

    static final String WITHOUT_SRTP = "+13035559002";

    private static final String UNPUBLISHED = "+13035559001";
    private static final String OF_ANOTHER = "+13035559003";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BridgeProcess bridge;
    private final String key;
    private final Caller customer;
    private final Caller direct;

    /** @param tlsPort where the bridge takes calls that come by no carrier */
    BrokenCalls(BridgeProcess bridge, TestAuthority authority, Path folder, int tlsPort, Kamailio carrier)
            throws Exception {
        this.bridge = bridge;
        this.key = bridge.runtime().demo().adminKey();
        CallEngineSettings secured = secured(authority, Files.createDirectory(folder.resolve("telephone")));
        this.customer = Caller.at(secured, Transport.TLS, carrier.tlsAddress());
        this.direct =
                Caller.at(secured, Transport.TLS, new InetSocketAddress(InetAddress.getLoopbackAddress(), tlsPort));
    }

    private static CallEngineSettings secured(TestAuthority authority, Path folder) throws Exception {
        return new CallEngineSettings(
                List.of(new ListenerSettings(
                        "tls",
                        Transport.TLS,
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Admission.everyone())),
                authority.serving(folder, authority.issue("x").address("127.0.0.1")),
                StreamLimits.STANDARD,
                DnsSettings.OF_THE_MACHINE,
                MediaSettings.of("127.0.0.1", "0")
                        .with(new SrtpSettings(Encryption.REQUIRE, CryptoSuite.list(""), true)),
                10,
                Entry.open(),
                SessionTimers.STANDARD);
    }

    /** By the diagnosis of the call; what can be seen before a call, by the doctor, too. */
    void areNamed() throws Exception {
        String dialogue = dialogueOf(bridge.number());
        number(UNPUBLISHED, bridge.agent(key, "unpublished", dialogue, false), "allow");
        number(WITHOUT_SRTP, bridge.agent(key, "in-clear", dialogue, true), "off");
        Tenant other = anotherTenant(dialogue);

        PhoneCall withoutReturn = customer.dials(bridge.number())
                .from("+13035551001")
                .with("X-CallSessionId", "no-return")
                .rings();
        PhoneCall otherCorrelation =
                direct.dials(OF_ANOTHER).with("X-CallSessionId", "ours").rings();
        PhoneCall withoutPrefix = direct.dials(bridge.number())
                .from("+13035551003")
                .with("X-CallSessionId", "no-prefix")
                .with("first_name", "Ann")
                .rings();
        List.of(withoutReturn, otherCorrelation, withoutPrefix).forEach(BrokenCalls::asksForAPerson);
        customer.dials(UNPUBLISHED).isRefused();
        customer.dials(WITHOUT_SRTP).isRefused();
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

        doctorNames(UNPUBLISHED, "is answered by a published agent", "Publish");
        doctorNames(WITHOUT_SRTP, "agree on encrypted audio", "Set srtp of the number to allow or require");
        refuses(UNPUBLISHED, "Publish the agent of the number");
        refuses(WITHOUT_SRTP, "SRTP does not match: turn it on or off on both sides");
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

    private void doctorNames(String number, String check, String fix) throws Exception {
        JsonNode examined = JSON.readTree(bridge.post("/api/v1/doctor", key, "{\"number\":\"" + number + "\"}")
                .body());
        assertThat(examined).anySatisfy(found -> {
            assertThat(found.path("check").asText()).startsWith(number).contains(check);
            assertThat(found.path("status").asText()).isEqualTo("red");
            assertThat(found.path("fix").asText()).contains(fix);
        });
    }

    /** Written at the end of a call, or when a script that works would have asked. */
    private void names(String correlation, String with, String trouble) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        JSON.readTree(bridge.ask("/api/v1/conversations?correlation=" + correlation, with)
                                        .body())
                                .at("/items/0/diagnosis")
                                .asText())
                .contains(trouble));
    }

    private void refuses(String number, String trouble) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
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

    private void number(String digits, String agent, String srtp) throws Exception {
        bridge.make("/api/v1/phone-numbers", key, Map.of("number", digits, "agent_id", agent, "srtp", srtp));
    }

    private record Tenant(String key, String five9Key) {}

    /** Whose scripts' questions do not stray into the campaigns of the demo's tenant. */
    private Tenant anotherTenant(String dialogue) throws Exception {
        String admin = bridge.make("/api/v1/tenants", key, Map.of("name", "Other"))
                .at("/admin_key/secret")
                .asText();
        String five9 = bridge.make("/api/v1/keys", admin, Map.of("label", "five9", "scopes", List.of("five9")))
                .path("secret")
                .asText();
        bridge.make(
                "/api/v1/phone-numbers",
                admin,
                Map.of("number", OF_ANOTHER, "agent_id", bridge.agent(admin, "for-a-fault", dialogue, true)));
        return new Tenant(admin, five9);
    }

    @Override
    public void close() {
        customer.close();
        direct.close();
    }
}
