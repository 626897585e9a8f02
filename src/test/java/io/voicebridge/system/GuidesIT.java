package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Entry;
import io.voicebridge.call.ListenerSettings;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.calling.FreePort;
import io.voicebridge.calling.Telephone;
import io.voicebridge.cli.trunk.TelnyxDouble;
import io.voicebridge.cli.trunk.TwilioDouble;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TestAuthority;
import io.voicebridge.sip.transport.TlsSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types in what the guides tell to type, box by box, against a bridge that runs. Nothing may fail: no command, no request, no
 * check of the doctor.
 */
class GuidesIT {

    static final List<String> IN_ORDER = List.of(
            "README.md",
            "softphone.md",
            "method-a.md",
            "method-b.md",
            "ivr-script.md",
            "several-agents.md",
            "troubleshooting.md");

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String FIVE9 = "127.0.0.9";
    private static final String SECOND_NUMBER = "+13035559020";

    @TempDir
    private Path folder;

    private final TestAuthority authority = new TestAuthority("Test authority");
    private final Map<String, String> typist = new LinkedHashMap<>();
    private Path data;

    @Test
    void everythingThatTheGuidesTellToTypeWorks() throws Exception {
        Programs.require("curl", "curl");
        Programs.require("baresip", "baresip");
        data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve(".curlrc"), "fail-with-body\n");
        typist.put("CURL_HOME", folder.toString());
        typist.put("BRIDGE_DATA_DIR", data.toString());
        typist.put("BRIDGE_NO_BUILD", "1");
        typist.put("BRIDGE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        assertThat(type("README.md")).contains("vb_");

        try (TwilioDouble twilio = new TwilioDouble(TOKEN);
                TelnyxDouble telnyx = new TelnyxDouble("KEY0123");
                Telephone five9 = Telephone.thatAnswers(pointOfPresence());
                BridgeProcess bridge = BridgeProcess.start(data, environment(twilio, telnyx))) {
            twilio.owns(bridge.number());
            telnyx.owns(bridge.number());
            whatIsYours(bridge);
            for (String guide : IN_ORDER.subList(1, IN_ORDER.size())) {
                type(guide);
            }

            JsonNode calls = bridge.api("/api/v1/conversations").path("items");
            assertThat(calls.findValuesAsText("outcome")).contains("not_qualified");
            assertThat(calls).as("the softphone's and the simulator's").hasSize(2);
            assertThat(twilio.originationOf(bridge.number())).isEqualTo("sip:voice.example.com:5061;transport=tls");
            assertThat(bridge.api("/api/v1/trunks").path("items").findValuesAsText("state"))
                    .containsExactly("applied", "applied", "applied");
            assertThat(bridge.api("/api/v1/phone-numbers").toString()).contains(SECOND_NUMBER);
            assertThat(folder.resolve("kit").resolve("SETUP.md")).content().contains(bridge.number());
            assertThat(folder.resolve("kit-second").resolve("SETUP.md"))
                    .content()
                    .contains(SECOND_NUMBER);
        }
    }

    /** What the first guide says that everybody has to say, and what a guide asks its reader for. */
    private void whatIsYours(BridgeProcess bridge) throws Exception {
        typist.put("HTTP", "http://127.0.0.1:" + bridge.runtime().httpPort());
        typist.put("SIP", bridge.sip());
        typist.put("NUMBER", bridge.number());
        typist.put("ADMIN", bridge.runtime().demo().adminKey());
        typist.put("BRIDGE_ADMIN_KEY", bridge.runtime().demo().adminKey());
        typist.put("KIT", folder.resolve("kit").toString());
        typist.put("PHONE", softphone().toString());
        typist.put("FIVE9_ADDRESS", FIVE9);
        typist.put("TWILIO_SID", TwilioDouble.ACCOUNT);
        typist.put("TWILIO_TOKEN", TOKEN);
        typist.put("TELNYX_KEY", "KEY0123");
        typist.put("SECOND_NUMBER", SECOND_NUMBER);
        typist.put("CARRIER", "sip:" + FIVE9 + ":5061;transport=tls");
    }

    private Map<String, String> environment(TwilioDouble twilio, TelnyxDouble telnyx) throws Exception {
        TlsSettings.Identity own = authority.issue("x").address("127.0.0.1").write(folder, "bridge-tls");
        return Map.of(
                "BRIDGE_TRUNKS_TWILIO_TRUNKING_URL", twilio.root() + "/v1",
                "BRIDGE_TRUNKS_TWILIO_API_URL", twilio.root(),
                "BRIDGE_TRUNKS_TELNYX_API_URL", telnyx.root() + "/v2",
                "BRIDGE_SIPS_PORT", Integer.toString(FreePort.withTheNext()),
                "BRIDGE_SIPS_CERTIFICATE", own.certificate().toString(),
                "BRIDGE_SIPS_KEY", own.key().toString(),
                "BRIDGE_SIPS_TRUST", authority.write(folder).toString());
    }

    /** Five9's, and the carrier for calls out: answers OPTIONS over TLS at the port that the guide names. */
    private CallEngineSettings pointOfPresence() throws Exception {
        return new CallEngineSettings(
                List.of(new ListenerSettings(
                        "tls", Transport.TLS, FIVE9, 5061, Optional.empty(), Optional.empty(), Admission.everyone())),
                authority.serving(
                        Files.createDirectory(folder.resolve("five9")),
                        authority.issue("x").address(FIVE9)),
                StreamLimits.STANDARD,
                DnsSettings.OF_THE_MACHINE,
                MediaSettings.of(FIVE9, "0"),
                10,
                Entry.open(),
                SessionTimers.STANDARD);
    }

    private Path softphone() throws Exception {
        Path phone = Files.createDirectory(folder.resolve("phone"));
        SoftphoneIT.configure(phone, Tone.wav(phone, 20), Files.createDirectory(phone.resolve("heard")));
        return phone;
    }

    /** As a person does who stops at the first command that fails. */
    private String type(String guide) throws Exception {
        Path output = folder.resolve(guide + ".out");
        ProcessBuilder shell = new ProcessBuilder(
                        "bash", "-c", GuidePage.named(guide).script())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().putAll(typist);
        Process process = shell.start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String said = Files.readString(output, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(process.exitValue()).as(guide + ":\n" + said).isZero();
        return said;
    }
}
