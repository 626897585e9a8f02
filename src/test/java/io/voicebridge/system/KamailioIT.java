package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.Kamailio;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.Tones;
import io.voicebridge.conformance.Carrier;
import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.sip.transport.TestAuthority;
import io.voicebridge.sip.transport.TlsSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged bridge behind a carrier that is a real SIP server: TLS with certificates of both sides, a password, headers. */
@RealPeer("Kamailio")
class KamailioIT {

    private static final int RTP_FIRST = 37_000;
    private static final int RTP_LAST = 37_099;

    @TempDir
    private Path folder;

    private final TestAuthority authority = new TestAuthority("Test authority");

    private Map<String, String> environment(int tlsPort) throws Exception {
        TlsSettings.Identity own =
                authority.issue("x").dns("bridge.example").address("127.0.0.1").write(folder, "bridge");
        Path accounts = Files.writeString(folder.resolve("accounts"), "carrier = secret\n");
        accounts.toFile().setReadable(false, false);
        accounts.toFile().setReadable(true, true);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("BRIDGE_SIPS_PORT", Integer.toString(tlsPort));
        environment.put("BRIDGE_SIPS_CERTIFICATE", own.certificate().toString());
        environment.put("BRIDGE_SIPS_KEY", own.key().toString());
        environment.put("BRIDGE_SIPS_TRUST", authority.write(folder).toString());
        environment.put("BRIDGE_SIPS_CLIENT_CERTIFICATE", "require");
        environment.put("BRIDGE_SIP_POLICY", "staff");
        environment.put("BRIDGE_SIP_ACCOUNTS", accounts.toString());
        environment.put("BRIDGE_SIP_DIGEST_ALGORITHMS", "MD5");
        environment.put("BRIDGE_RTP_PORTS", RTP_FIRST + "-" + RTP_LAST);
        return environment;
    }

    @Test
    @Carrier(
            value = "any over TLS with a password",
            says =
                    "the packaged bridge behind Kamailio: certificates of both sides, 401 answered by the carrier, headers that"
                            + " it adds become variables, audio both ways, and after the carrier has closed the connection our BYE"
                            + " finds its way back over a new one, along Record-Route")
    @Duty(
            value = "RTP bleed and injection",
            says =
                    "a stranger who sprays all RTP ports of the packaged bridge during a call hears nothing, and is not in the"
                            + " recording")
    void takesACallOfACarrierAndKeepsStrangersOut() throws Exception {
        int tlsPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            tlsPort = socket.getLocalPort();
        }
        Kamailio planned = Kamailio.in(folder, authority)
                .closingAfter(Duration.ofSeconds(3))
                .inFrontOf("sip:127.0.0.1:" + tlsPort + ";transport=tls");
        try (Kamailio carrier = planned.start();
                BridgeProcess bridge =
                        BridgeProcess.start(Files.createDirectory(folder.resolve("data")), environment(tlsPort));
                Caller caller = Caller.of(carrier.address())) {
            PhoneCall customer = caller.dials(bridge.number()).connects();
            customer.hearsVoice().hums(1000, Duration.ofSeconds(3));
            Sprayer sprayer = Sprayer.start(RTP_FIRST, RTP_LAST);
            customer.stays(Duration.ofSeconds(4));
            assertThat(sprayer.stop()).as("packets that the stranger got").isZero();

            JsonNode call = bridge.conversations().get(0);
            String id = call.path("id").asText();
            String variables =
                    bridge.api("/api/v1/conversations/" + id + "/variables").toString();
            assertThat(variables).contains("Denver").contains("+13035550100");

            await().atMost(Duration.ofSeconds(30)).until(() -> carrier.connectionsTo(tlsPort) == 0);
            bridge.post(
                    "/api/v1/conversations/" + id + "/hangup",
                    bridge.runtime().demo().adminKey(),
                    "{}");
            customer.isOver();
            Wav recording = Wav.read(bridge.recording(id));
            assertThat(tone(recording.channel(0), 1000)).as("the caller's tone").isGreaterThan(20);
            assertThat(tone(recording.channel(0), Sprayer.HERTZ))
                    .as("the stranger's tone")
                    .isZero();
        }
    }

    /** Frames that are that tone. */
    private static long tone(short[] pcm, double hertz) {
        long found = 0;
        for (int at = 0; at + 160 <= pcm.length; at += 160) {
            short[] frame = Arrays.copyOfRange(pcm, at, at + 160);
            if (Tones.rms(frame, 0, 160) > 500 && Tones.share(frame, hertz) > 0.8) {
                found++;
            }
        }
        return found;
    }
}
