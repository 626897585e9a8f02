package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.PeerAnswer;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.location.NameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking a peer whether it is there, over real sockets. */
class OutgoingOptionsTest {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final NameServer dns = NameServer.start();
    private UserAgent peer;
    private UserAgent us;

    @BeforeEach
    void start() throws IOException {
        peer = SipUserAgent.start(
                UserAgentSettings.builder()
                        .listen(Transport.UDP, ANY)
                        .listen(Transport.TCP, ANY)
                        .build(),
                Callee.whoWaits());
        us = SipUserAgent.start(
                UserAgentSettings.builder()
                        .listen(Transport.UDP, ANY)
                        .dns(new DnsSettings(List.of(dns.address()), Duration.ofSeconds(1)))
                        .build(),
                Callee.whoWaits());
    }

    @AfterEach
    void stop() {
        us.close();
        peer.close();
        dns.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    @Rfc(value = "3261, 11.1", says = "a peer is asked with OPTIONS whether it is there; any answer shows that it is")
    void tellsThatAPeerIsThere(Transport transport) throws Exception {
        int port = peer.boundAddress(transport).getPort();

        PeerAnswer answer = ask("sip:127.0.0.1:" + port + ";transport=" + transport);

        assertThat(answer).isEqualTo(new PeerAnswer(200, "OK", true, List.of(transport + " 127.0.0.1:" + port)));
    }

    @Test
    void goesOnToTheNextServerOfAName() throws Exception {
        int closed = closedPort();
        int port = peer.boundAddress(Transport.TCP).getPort();
        dns.service("_sip._tcp.carrier.example", 1, 0, closed, "edge.example")
                .service("_sip._tcp.carrier.example", 2, 0, port, "edge.example")
                .address("edge.example", "127.0.0.1");

        PeerAnswer answer = ask("sip:carrier.example;transport=tcp");

        assertThat(answer.answered()).isTrue();
        assertThat(answer.servers()).containsExactly("TCP 127.0.0.1:" + closed, "TCP 127.0.0.1:" + port);
    }

    @Test
    void saysWhyNobodyCouldBeAsked() throws Exception {
        PeerAnswer closed = ask("sip:127.0.0.1:" + closedPort() + ";transport=tcp");
        PeerAnswer unknown = ask("sip:nobody.example");

        assertThat(closed.answered()).isFalse();
        assertThat(closed.reason()).isNotBlank();
        assertThat(unknown.answered()).isFalse();
        assertThat(unknown.reason()).contains("nobody.example");
        assertThat(unknown.servers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "carrier.example", "sip:a b", "sip:x\r\nEvil: 1"})
    void asksNothingThatIsNoAddress(String uri) {
        assertThatThrownBy(() -> us.options(uri)).isInstanceOf(IllegalArgumentException.class);
    }

    private PeerAnswer ask(String uri) throws Exception {
        return us.options(uri).get(30, TimeUnit.SECONDS);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
