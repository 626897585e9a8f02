package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.OutgoingInvite;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.location.NameServer;
import io.voicebridge.sip.transport.TestAuthority;
import io.voicebridge.sip.transport.TlsSettings;
import io.voicebridge.sip.transport.TlsSettings.ClientCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls to names, with a name server and callees on this machine. */
class LocatedCallTest {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String CARRIER = "carrier.example";

    @TempDir
    private Path folder;

    private final NameServer dns = NameServer.start();
    private final TestAuthority authority = new TestAuthority("Test authority");
    private final Caller caller = new Caller();
    private final List<UserAgent> agents = new ArrayList<>();
    private Optional<UserAgent> client = Optional.empty();

    @AfterEach
    void stop() {
        agents.forEach(UserAgent::close);
        dns.close();
    }

    private int serves(Callee callee, Transport transport, TlsSettings tls) throws IOException {
        UserAgent agent = SipUserAgent.start(
                UserAgentSettings.builder().listen(transport, ANY).tls(tls).build(), callee);
        agents.add(agent);
        return agent.boundAddress(transport).getPort();
    }

    private int serves(Callee callee, Transport transport) throws IOException {
        return serves(callee, transport, TlsSettings.standard());
    }

    /** A server for TLS with a certificate for that name. */
    private int servesAs(String host, Callee callee) throws IOException {
        Path files = Files.createTempDirectory(folder, "server");
        return serves(
                callee,
                Transport.TLS,
                authority.serving(files, authority.issue("x").dns(host)));
    }

    private void dials(String uri) throws IOException {
        if (client.isEmpty()) {
            TlsSettings trusting =
                    TlsSettings.of(Optional.empty(), Optional.of(authority.write(folder)), ClientCertificate.NONE);
            client = Optional.of(SipUserAgent.start(
                    UserAgentSettings.builder()
                            .listen(Transport.UDP, ANY)
                            .tls(trusting)
                            .dns(new DnsSettings(List.of(dns.address()), Duration.ofSeconds(1)))
                            .build(),
                    Callee.whoWaits()));
            agents.add(client.get());
        }
        client.get()
                .invite(
                        new OutgoingInvite(
                                uri,
                                "<sip:+13035550100@client.example>",
                                Destination.of(uri),
                                peer -> Callee.SDP,
                                List.of(),
                                Duration.ofSeconds(20)),
                        caller);
    }

    private void isAnsweredBy(Callee callee) {
        await().untilAsserted(() -> assertThat(caller.dialogs).hasSize(1));
        await().untilAsserted(() -> assertThat(callee.confirmed).hasSize(1));
    }

    private String isUnreachable() {
        await().untilAsserted(() -> assertThat(caller.obstacles).hasSize(1));
        return caller.obstacles.get(0);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void callsTheServiceOfADomain() throws IOException {
        Callee callee = Callee.whoAnswers();
        int port = serves(callee, Transport.UDP);
        dns.pointer(CARRIER, 10, 10, "SIP+D2U", "_sip._udp.carrier.example")
                .service("_sip._udp.carrier.example", 1, 1, port, "edge.example")
                .address("edge.example", "127.0.0.1");
        dials("sip:+13453453453@carrier.example");
        isAnsweredBy(callee);
        assertThat(callee.invites.get(0).request().requestUri()).isEqualTo("sip:+13453453453@carrier.example");
    }

    @Test
    @Rfc(
            value = "3263, 4.3",
            says =
                    "the next server is tried with a new branch when one cannot be connected to, does not prove its name, is"
                            + " silent for 4 s, or answers 503; who failed is tried last for 30 s or as long as its Retry-After says")
    void triesTheNextServerWhenOneCannotBeConnectedTo() throws IOException {
        Callee callee = Callee.whoAnswers();
        int port = serves(callee, Transport.TCP);
        dns.service("_sip._tcp.carrier.example", 1, 0, closedPort(), "edge.example")
                .service("_sip._tcp.carrier.example", 2, 0, port, "edge.example")
                .address("edge.example", "127.0.0.1");
        dials("sip:+13453453453@carrier.example;transport=tcp");
        isAnsweredBy(callee);
    }

    @Test
    @Rfc(
            value = "5922, 4",
            says = "the certificate is for the domain of the URI, not for the host that the DNS has led to on the way")
    void wantsACertificateForTheDomainAndNotForTheServer() throws IOException {
        Callee impostor = Callee.whoAnswers();
        Callee callee = Callee.whoAnswers();
        dns.service("_sips._tcp.carrier.example", 1, 0, servesAs("edge.example", impostor), "edge.example")
                .service("_sips._tcp.carrier.example", 2, 0, servesAs(CARRIER, callee), "edge.example")
                .address("edge.example", "127.0.0.1");
        dials("sip:+13453453453@carrier.example;transport=tls");
        isAnsweredBy(callee);
        assertThat(impostor.invites).isEmpty();
    }

    @Test
    @Rfc(value = "3261, 26.2.1", says = "a call that asks for TLS never goes out without it")
    void doesNotGoBackToTcpWhenTlsFails() throws IOException {
        Callee plain = Callee.whoAnswers();
        int port = serves(plain, Transport.TCP);
        dns.pointer(CARRIER, 10, 10, "SIPS+D2T", "_sips._tcp.carrier.example")
                .pointer(CARRIER, 20, 10, "SIP+D2T", "_sip._tcp.carrier.example")
                .service(
                        "_sips._tcp.carrier.example",
                        1,
                        0,
                        servesAs("other.example", Callee.whoAnswers()),
                        "edge.example")
                .service("_sip._tcp.carrier.example", 1, 0, port, "edge.example")
                .address("edge.example", "127.0.0.1")
                .address(CARRIER, "127.0.0.1");
        dials("sip:+13453453453@carrier.example");
        assertThat(isUnreachable()).contains("it is for other.example and not for carrier.example");
        assertThat(plain.invites).isEmpty();
    }

    @Test
    void saysThatANameLeadsNowhere() throws IOException {
        dials("sip:+13453453453@nowhere.example");
        assertThat(isUnreachable()).isEqualTo("The DNS has no SIP server for nowhere.example");
    }

    @Test
    @Rfc("3263, 4.3")
    void triesTheOneThatFailedLast() throws IOException {
        Callee busy = Callee.whoRefuses(503);
        Callee callee = Callee.whoAnswers();
        dns.service("_sip._udp.carrier.example", 1, 0, serves(busy, Transport.UDP), "edge.example")
                .service("_sip._udp.carrier.example", 2, 0, serves(callee, Transport.UDP), "edge.example")
                .address("edge.example", "127.0.0.1");
        dials("sip:+13453453453@carrier.example;transport=udp");
        isAnsweredBy(callee);
        dials("sip:+13453453453@carrier.example;transport=udp");
        await().untilAsserted(() -> assertThat(callee.invites).hasSize(2));
        assertThat(busy.invites).hasSize(1);
    }
}
