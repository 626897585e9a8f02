package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.admission.AccessList;
import io.voicebridge.sip.admission.AddressGroup;
import io.voicebridge.sip.admission.InboundPolicy;
import io.voicebridge.sip.admission.InboundPolicy.Unknown;
import io.voicebridge.sip.admission.Scanners;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 127.0.0.1 is on the list; 127.0.0.2 is not, and says in every way there is that it were 127.0.0.1. */
class ForgedSourceTest {

    private static final String HONEST = "OPTIONS sip:100@127.0.0.1 SIP/2.0\r\n"
            + "Via: SIP/2.0/UDP VIA;rport;branch=z9hG4bKx\r\n"
            + "From: <sip:a@FROM>;tag=1\r\n"
            + "To: <sip:100@127.0.0.1>\r\n"
            + "Call-ID: forged\r\n"
            + "CSeq: 1 OPTIONS\r\n"
            + "Max-Forwards: 70\r\n"
            + "Contact: <sip:a@CONTACT>\r\n"
            + "EXTRA"
            + "Content-Length: 0\r\n\r\n";

    private final Callee callee = Callee.whoAnswers();
    private UserAgent agent;

    @BeforeEach
    void start() throws IOException {
        AccessList list = AccessList.of(List.of(AddressGroup.of("carrier", "127.0.0.1")));
        agent = SipUserAgent.start(
                UserAgentSettings.builder()
                        .listen(Transport.UDP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .admission(InboundPolicy.byAddress("test", list, Unknown.DROP, Scanners.NONE))
                        .build(),
                callee);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static String message(String via, String from, String contact, String extra) {
        return HONEST.replace("VIA", via)
                .replace("FROM", from)
                .replace("CONTACT", contact)
                .replace("EXTRA", extra);
    }

    private void send(DatagramSocket socket, String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        socket.send(new DatagramPacket(bytes, bytes.length, agent.boundAddress(Transport.UDP)));
    }

    private static String receive(DatagramSocket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    private static DatagramSocket socketAt(int last) throws IOException {
        return new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last}));
    }

    @Duty("Access list")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "X-Forwarded-For: 127.0.0.1\r\n",
                "X-Real-IP: 127.0.0.1\r\n",
                "P-Asserted-Identity: <sip:a@127.0.0.1>\r\n",
                "Route: <sip:127.0.0.1;lr>\r\nRecord-Route: <sip:127.0.0.1;lr>\r\n",
            })
    void noHeaderOpensTheDoor(String extra) throws IOException {
        try (DatagramSocket stranger = socketAt(2);
                DatagramSocket known = socketAt(1)) {
            send(stranger, message("127.0.0.1:5060;received=127.0.0.1", "127.0.0.1", "127.0.0.1", extra));
            send(known, message("192.0.2.1", "192.0.2.1", "192.0.2.1", ""));

            assertThat(receive(known, 5000)).startsWith("SIP/2.0 200");
            // The stranger's came first, so its answer would be here by now.
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> receive(stranger, 50));
        }
    }

    @Test
    @Duty("Access list")
    void aResponseOfAStrangerIsNotHeardEither() throws IOException {
        try (DatagramSocket stranger = socketAt(2)) {
            send(stranger, "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKy\r\n\r\n");

            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> receive(stranger, 50));
        }
    }
}
