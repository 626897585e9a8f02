package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Entry;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.ListenerSettings;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TestAuthority;
import io.voicebridge.sip.transport.TlsSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls with audio over IPv6, and over both kinds of address at once. */
class Ipv6CallTest {

    private static final String HERE = "::1";

    @TempDir
    private Path folder;

    private final TestAuthority authority = new TestAuthority("Test authority");

    private static ListenerSettings listener(Transport transport, String host, int port) {
        return new ListenerSettings(
                host,
                transport,
                host,
                port,
                Optional.empty(),
                Optional.empty(),
                Entry.open().admission());
    }

    private CallEngineSettings settings(List<ListenerSettings> listeners, String rtpHost) throws IOException {
        Path files = Files.createTempDirectory(folder, "tls");
        TlsSettings tls = authority.serving(files, authority.issue("x").address(HERE));
        return new CallEngineSettings(
                listeners,
                tls,
                StreamLimits.STANDARD,
                DnsSettings.OF_THE_MACHINE,
                MediaSettings.of(rtpHost, "0"),
                10,
                Entry.open(),
                SessionTimers.STANDARD);
    }

    /** Each hums a tone of its own and hears the other's. */
    private static void talk(Telephone desk, Caller caller) {
        PhoneCall near = caller.dials("+13453453453").connects();
        PhoneCall far = desk.answers();
        near.hums(1000, Duration.ofSeconds(1));
        far.hums(440, Duration.ofSeconds(1));
        near.hearsVoice().stays(Duration.ofMillis(800));
        far.hearsVoice().stays(Duration.ofMillis(800));
        assertThat(Tones.frames(near.voice(), 440)).isGreaterThan(0.8);
        assertThat(Tones.frames(far.voice(), 1000)).isGreaterThan(0.8);
        near.hangsUp();
        far.isOver();
    }

    private static String sdp(IncomingCall call) {
        return new String(call.request().body(), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @EnumSource
    @Rfc(
            value = "3261, 25.1; 4566, 5.7",
            says = "calls with audio over IPv6 by UDP, TCP and TLS; IPv4 and IPv6 at once")
    void talksOverIpv6(Transport transport) throws IOException {
        List<ListenerSettings> listeners = new ArrayList<>();
        listeners.add(listener(Transport.UDP, HERE, 0));
        listeners.add(listener(Transport.TCP, HERE, 0));
        listeners.add(listener(Transport.TLS, HERE, 0));
        try (Telephone desk = Telephone.thatAnswers(settings(listeners, HERE));
                Caller caller = Caller.at(settings(listeners, HERE), transport, desk.address(transport))) {
            talk(desk, caller);
            assertThat(sdp(desk.rings())).contains("c=IN IP6 ");
        }
    }

    @Test
    @Rfc("3261, 25.1; 4566, 5.7")
    void servesBothKindsOfAddressAtOnce() throws IOException {
        int port = freePort();
        List<ListenerSettings> both =
                List.of(listener(Transport.UDP, "127.0.0.1", port), listener(Transport.UDP, HERE, port));
        CallEngineSettings caller =
                settings(List.of(listener(Transport.UDP, "127.0.0.1", 0), listener(Transport.UDP, HERE, 0)), "::");
        try (Telephone desk = Telephone.thatAnswers(settings(both, "::"));
                Caller ipv4 = Caller.at(caller, Transport.UDP, new InetSocketAddress("127.0.0.1", port));
                Caller ipv6 = Caller.at(caller, Transport.UDP, new InetSocketAddress(HERE, port))) {
            talk(desk, ipv4);
            IncomingCall first = desk.rings();
            assertThat(sdp(first)).contains("c=IN IP4 127.0.0.1");
            talk(desk, ipv6);
            IncomingCall second = desk.rings();
            assertThat(sdp(second)).contains("c=IN IP6 ");
            assertThat(List.of(first.listener(), second.listener())).containsExactly("127.0.0.1", HERE);
        }
    }

    @Test
    void servesBothKindsOnOneSocket() throws IOException {
        List<ListenerSettings> any = List.of(listener(Transport.UDP, "::", 0));
        try (Telephone desk = Telephone.thatAnswers(settings(any, "::"))) {
            int port = desk.address().getPort();
            try (Caller ipv4 = Caller.of(new InetSocketAddress("127.0.0.1", port));
                    Caller ipv6 = Caller.at(settings(any, "::"), Transport.UDP, new InetSocketAddress(HERE, port))) {
                talk(desk, ipv4);
                talk(desk, ipv6);
            }
            assertThat(desk.rings().source().getAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(HERE))) {
            return socket.getLocalPort();
        }
    }
}
