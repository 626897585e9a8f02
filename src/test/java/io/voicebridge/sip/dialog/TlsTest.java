package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.OutgoingInvite;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.transport.TestAuthority;
import io.voicebridge.sip.transport.TlsSettings;
import io.voicebridge.sip.transport.TlsSettings.ClientCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two of our user agents over TLS: who is let in, and whom we talk to. */
class TlsTest {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String HOST = "sip.carrier.example";

    @TempDir
    private Path folder;

    private final TestAuthority authority = new TestAuthority("Test authority");
    private final Callee callee = Callee.whoAnswers();
    private final Caller caller = new Caller();
    private Optional<UserAgent> server = Optional.empty();
    private Optional<UserAgent> client = Optional.empty();
    private Path serverFiles;
    private Path clientFiles;

    @BeforeEach
    void folders() throws IOException {
        serverFiles = Files.createDirectory(folder.resolve("server"));
        clientFiles = Files.createDirectory(folder.resolve("client"));
    }

    @AfterEach
    void stop() {
        client.ifPresent(UserAgent::close);
        server.ifPresent(UserAgent::close);
    }

    private void serves(TlsSettings settings) throws IOException {
        server = Optional.of(SipUserAgent.start(
                UserAgentSettings.builder()
                        .listen(Transport.TLS, ANY)
                        .tls(settings)
                        .build(),
                callee));
    }

    private void serves(TestAuthority.Order order) throws IOException {
        serves(authority.serving(serverFiles, order));
    }

    /** @param trust the authority that the client believes */
    private void dials(TestAuthority trust, Optional<TlsSettings.Identity> identity, String host) throws IOException {
        TlsSettings settings = TlsSettings.of(identity, Optional.of(trust.write(clientFiles)), ClientCertificate.NONE);
        client = Optional.of(SipUserAgent.start(
                UserAgentSettings.builder()
                        .listen(Transport.UDP, ANY)
                        .tls(settings)
                        .build(),
                Callee.whoWaits()));
        dialsAgain(host);
    }

    private void dialsAgain(String host) {
        InetSocketAddress address = server.orElseThrow().boundAddress(Transport.TLS);
        client.orElseThrow()
                .invite(
                        new OutgoingInvite(
                                "sip:+13453453453@" + HOST + ";transport=tls",
                                "<sip:+13035550100@client.example>",
                                new Destination.Address(Transport.TLS, address, host),
                                peer -> Callee.SDP,
                                List.of(),
                                Duration.ofSeconds(10)),
                        caller);
    }

    private void dials(String host) throws IOException {
        dials(authority, Optional.empty(), host);
    }

    private void isAnswered() {
        await().untilAsserted(() -> assertThat(caller.dialogs).hasSize(1));
    }

    private String isRefused() {
        await().untilAsserted(() -> assertThat(caller.obstacles).hasSize(1));
        assertThat(callee.invites).isEmpty();
        return caller.obstacles.get(0);
    }

    @Test
    @Rfc(value = "3261, 26.3.1", says = "SIP over TLS 1.2 and 1.3, calls both ways on one connection")
    void callsAndHangsUpBothWays() throws IOException {
        serves(authority.issue("server").dns(HOST));
        dials(HOST);
        isAnswered();
        await().untilAsserted(() -> assertThat(callee.confirmed).hasSize(1));
        callee.dialogs.get(0).bye(List.of());
        await().untilAsserted(() ->
                assertThat(caller.ends).extracting(DialogEnd::cause).containsExactly(DialogEnd.Cause.REMOTE_BYE));
        assertThat(callee.invites.get(0).request().header("Via"))
                .get()
                .asString()
                .startsWith("SIP/2.0/TLS ");
        assertThat(callee.invites.get(0).request().header("Contact"))
                .get()
                .asString()
                .contains(";transport=tls");
    }

    @Test
    void refusesTheCertificateOfAnotherHost() throws IOException {
        serves(authority.issue(HOST).dns("other.example"));
        dials(HOST);
        assertThat(isRefused()).contains("it is for other.example and not for " + HOST);
    }

    @Test
    void refusesAnExpiredCertificate() throws IOException {
        serves(authority.issue("server").dns(HOST).expired());
        dials(HOST);
        assertThat(isRefused()).contains("its certificate has expired");
    }

    @Test
    void refusesASelfSignedCertificate() throws IOException {
        serves(authority.issue("server").dns(HOST).selfSigned());
        dials(HOST);
        assertThat(isRefused()).contains("not issued by an authority that is trusted here");
    }

    @Test
    void refusesTheCertificateOfAnotherAuthority() throws IOException {
        serves(authority.issue("server").dns(HOST));
        dials(new TestAuthority("Somebody else"), Optional.empty(), HOST);
        assertThat(isRefused()).contains("not issued by an authority that is trusted here");
    }

    @Test
    void knowsAPeerWithoutANameByItsAddress() throws IOException {
        serves(authority.issue("server").address("127.0.0.1"));
        dials("");
        isAnswered();
    }

    @Test
    void asksForAClientCertificateWhereItIsRequired() throws IOException {
        TlsSettings settings = TlsSettings.of(
                Optional.of(authority.issue("server").dns(HOST).write(serverFiles, "server")),
                Optional.of(authority.write(serverFiles)),
                ClientCertificate.REQUIRE);
        serves(settings);
        dials(HOST);
        isRefused();
    }

    @Test
    void takesAClientCertificateOfItsAuthority() throws IOException {
        TlsSettings settings = TlsSettings.of(
                Optional.of(authority.issue("server").dns(HOST).write(serverFiles, "server")),
                Optional.of(authority.write(serverFiles)),
                ClientCertificate.REQUIRE);
        serves(settings);
        TlsSettings.Identity own =
                authority.issue("client").dns("client.example").write(clientFiles, "client");
        dials(authority, Optional.of(own), HOST);
        isAnswered();
    }

    @Test
    void takesAChangedCertificateWithoutARestart() throws IOException {
        serves(authority.issue("server").dns("old.example"));
        dials(HOST);
        assertThat(isRefused()).contains("it is for old.example");
        authority.issue("server").dns(HOST).write(serverFiles, "server");
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    dialsAgain(HOST);
                    return !caller.dialogs.isEmpty();
                });
    }

    @Test
    void keepsTheCertificateThatWasThereWhenTheFileIsBroken() throws IOException {
        serves(authority.issue("server").dns(HOST));
        Files.writeString(serverFiles.resolve("server.crt"), "no certificate");
        dials(HOST);
        isAnswered();
        await().during(Duration.ofSeconds(3)).until(() -> caller.dialogs.size() == 1);
        caller.dialogs.get(0).bye(List.of());
        client.orElseThrow().close();
        dials(HOST);
        await().untilAsserted(() -> assertThat(caller.dialogs).hasSize(2));
    }

    @Test
    void doesNotStartWithoutACertificateOrWithTheKeyOfAnother() throws IOException {
        assertThatThrownBy(() -> serves(TlsSettings.standard())).hasMessageContaining("needs a certificate");
        TlsSettings.Identity one = authority.issue("one").dns(HOST).write(serverFiles, "one");
        TlsSettings.Identity two = authority.issue("two").dns(HOST).write(serverFiles, "two");
        TlsSettings mixed = TlsSettings.of(
                Optional.of(new TlsSettings.Identity(one.certificate(), two.key())),
                Optional.empty(),
                ClientCertificate.NONE);
        assertThatThrownBy(() -> serves(mixed))
                .hasMessageContaining("two.key does not hold the key of the certificate");
    }

    @Test
    void closesAConnectionThatNeverShakesHands() throws IOException {
        TlsSettings settings =
                authority.serving(serverFiles, authority.issue("server").dns(HOST));
        serves(new TlsSettings(
                settings.identity(), settings.trust(), ClientCertificate.NONE, Duration.ofMillis(300), 100, 100));
        InetSocketAddress address = server.orElseThrow().boundAddress(Transport.TLS);
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(5000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void beginsOnlySoManyHandshakesOfOneSource() throws IOException {
        TlsSettings settings =
                authority.serving(serverFiles, authority.issue("server").dns(HOST));
        serves(new TlsSettings(
                settings.identity(), settings.trust(), ClientCertificate.NONE, Duration.ofMinutes(1), 100, 1));
        InetSocketAddress address = server.orElseThrow().boundAddress(Transport.TLS);
        try (Socket first = new Socket(address.getAddress(), address.getPort());
                Socket second = new Socket(address.getAddress(), address.getPort());
                Socket third = new Socket(address.getAddress(), address.getPort())) {
            third.setSoTimeout(5000);
            assertThat(third.getInputStream().read()).isEqualTo(-1);
            assertThat(first.isConnected() && second.isConnected()).isTrue();
        }
    }
}
