package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Entry;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.ListenerSettings;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.conformance.Carrier;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.admission.AccessList;
import io.voicebridge.sip.admission.AddressGroup;
import io.voicebridge.sip.admission.InboundPolicy;
import io.voicebridge.sip.admission.Scanners;
import io.voicebridge.sip.auth.DigestAlgorithm;
import io.voicebridge.sip.auth.DigestServer;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TestAuthority;
import io.voicebridge.sip.transport.TlsSettings;
import io.voicebridge.sip.transport.TlsSettings.ClientCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that a real SIP server brings to us over TLS, with a password and a certificate of its own. */
@RealPeer("Kamailio")
class KamailioFrontIT {

    @TempDir
    private Path folder;

    private final TestAuthority authority = new TestAuthority("Test authority");

    private CallEngineSettings bridge() throws IOException {
        return bridge(ClientCertificate.REQUIRE, AccessList.of(List.of()));
    }

    private CallEngineSettings bridge(ClientCertificate clients, AccessList known) throws IOException {
        TlsSettings tls = TlsSettings.of(
                Optional.of(authority
                        .issue("x")
                        .dns("bridge.example")
                        .address("127.0.0.1")
                        .write(folder, "bridge")),
                Optional.of(authority.write(folder)),
                clients);
        DigestServer passwords = new DigestServer(
                "voice-bridge",
                Duration.ofMinutes(1),
                List.of(DigestAlgorithm.MD5),
                user -> user.equals("carrier") ? Optional.of("secret") : Optional.empty(),
                () -> System.nanoTime() / 1_000_000);
        InboundPolicy policy = InboundPolicy.byAddressOrPassword("staff", known, passwords, Scanners.NONE);
        return new CallEngineSettings(
                List.of(new ListenerSettings(
                        "secure", Transport.TLS, "127.0.0.1", 0, Optional.empty(), Optional.empty(), policy)),
                tls,
                StreamLimits.STANDARD,
                DnsSettings.OF_THE_MACHINE,
                MediaSettings.of("127.0.0.1", "0"),
                10,
                Entry.open(),
                SessionTimers.STANDARD);
    }

    @Test
    @Carrier(
            value = "any over TLS with a password",
            says =
                    "certificates of both sides, our 401 answered by the carrier, its headers in the call; when it has closed the"
                            + " connection in the middle of the call our BYE goes along its Record-Route over a new one")
    void takesACallAndHangsUpOverANewConnection() throws IOException {
        hangsUpOverANewConnection(bridge(), Kamailio.in(folder, authority));
    }

    @Test
    @Carrier(
            value = "any over TLS whose routes are addresses",
            says =
                    "a BYE over a new connection reaches a carrier whose certificate holds names alone: the one that its own"
                            + " certificate had proved in this call is asked for in the handshake and checked")
    void hangsUpOverANewConnectionToTheNameThatTheCarrierHasProved() throws IOException {
        hangsUpOverANewConnection(bridge(), Kamailio.in(folder, authority).knownByNameOnly());
    }

    @Test
    @Carrier(
            value = "any over TLS whose routes are addresses",
            says =
                    "the same where the carrier shows no certificate when it calls, by the names that its file of addresses gives")
    void hangsUpOverANewConnectionToTheNameThatIsWrittenDown() throws IOException {
        AddressGroup carrier =
                AddressGroup.of("carrier", "127.0.0.0/8").knownAs(List.of("*.carrier.test", "carrier.example"));
        hangsUpOverANewConnection(
                bridge(ClientCertificate.NONE, AccessList.of(List.of(carrier))),
                Kamailio.in(folder, authority).knownByNameOnly());
    }

    private void hangsUpOverANewConnection(CallEngineSettings settings, Kamailio planned) throws IOException {
        try (Telephone bridge = Telephone.thatAnswers(settings);
                Kamailio carrier = planned.closingAfter(Duration.ofSeconds(2))
                        .inFrontOf(
                                "sip:127.0.0.1:" + bridge.address(Transport.TLS).getPort() + ";transport=tls")
                        .start();
                Caller customer = Caller.of(carrier.address())) {
            PhoneCall near = customer.dials("+13453453453").connects();
            PhoneCall far = bridge.answers();
            IncomingCall call = bridge.rings();
            assertThat(call.request().header("X-CallANI")).contains("+13035550100");
            assertThat(call.request().header("X-city")).contains("Denver");
            assertThat(call.request().header("Record-Route")).get().asString().contains("transport=tls");
            near.hums(1000, Duration.ofSeconds(1));
            far.hearsVoice();

            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            carrier.connectionsTo(bridge.address(Transport.TLS).getPort()) == 0);
            assertThat(near.hasEnded()).isFalse();
            far.hangsUp();
            assertThat(near.isOver().by()).isEqualTo(CallEnd.By.PEER);
        }
    }

    @Test
    @Rfc("3261, 11.2")
    void answersOptionsThatComeThroughTheCarrier() throws IOException {
        try (CallEngine bridge = CallEngine.start(CallEngineSettings.loopback(), call -> {});
                Kamailio carrier = Kamailio.in(folder, authority)
                        .inFrontOf("sip:127.0.0.1:"
                                + bridge.boundAddress(Transport.TCP).getPort() + ";transport=tcp")
                        .start();
                RawCaller somebody = new RawCaller(carrier.address())) {
            assertThat(somebody.sends("OPTIONS", 1, "", "").response())
                    .startsWith("SIP/2.0 200 ")
                    .contains("Server: voice-bridge")
                    .contains("Allow: INVITE, ACK, ")
                    .contains("Accept: application/sdp");
        }
    }
}
