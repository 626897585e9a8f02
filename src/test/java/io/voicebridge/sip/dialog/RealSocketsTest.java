package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.StreamLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The transports on sockets of this machine. */
class RealSocketsTest {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Callee callee = Callee.whoAnswers();
    private UserAgent agent;

    private void start(Consumer<UserAgentSettings.Builder> settings) throws IOException {
        UserAgentSettings.Builder builder = UserAgentSettings.builder()
                .listen(Transport.UDP, ANY)
                .listen(Transport.TCP, ANY)
                .loops(2);
        settings.accept(builder);
        agent = SipUserAgent.start(builder.build(), callee);
    }

    @AfterEach
    void stop() {
        if (agent != null) {
            agent.close();
        }
    }

    private Socket connect() throws IOException {
        InetSocketAddress to = agent.boundAddress(Transport.TCP);
        Socket socket = new Socket(to.getAddress(), to.getPort());
        socket.setSoTimeout(5000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads until the text holds what is looked for, or the stream ends. */
    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            text.append((char) b);
            if (text.indexOf(end) >= 0) {
                break;
            }
        }
        return text.toString();
    }

    private static String options(String transport, String callId, String more) {
        return "OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/" + transport
                + " 127.0.0.1:9;rport;branch=z9hG4bK" + callId + "\r\nFrom: <sip:a@127.0.0.1>;tag=1\r\n"
                + "To: <sip:x@127.0.0.1>\r\nCall-ID: " + callId + "\r\nCSeq: 1 OPTIONS\r\n" + more
                + "Content-Length: 0\r\n\r\n";
    }

    @Test
    void givesUdpAndTcpTheSameFreePort() throws IOException {
        start(b -> {});
        assertThat(agent.boundAddress(Transport.UDP).getPort())
                .isPositive()
                .isEqualTo(agent.boundAddress(Transport.TCP).getPort());
    }

    @Test
    void saysWhichAddressCannotBeBound() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
            Assertions.assertThatThrownBy(() -> start(b -> b.listen(Transport.TCP, address)))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Rfc("3261, 18.2.1, 18.2.2; 3581")
    @Test
    void answersOnTheSameConnection() throws IOException {
        start(b -> {});
        try (Socket socket = connect()) {
            for (int i = 0; i < 10; i++) {
                write(socket, options("TCP", "c" + i, ""));
                assertThat(readUntil(socket, "Content-Length: 0\r\n\r\n"))
                        .startsWith("SIP/2.0 200")
                        .contains("Call-ID: c" + i);
            }
        }
    }

    @Rfc(value = "5626, 3.5.1", says = "double CRLF is answered with CRLF on a stream")
    @Test
    void answersDoubleLineBreakWithOne() throws IOException {
        start(b -> {});
        try (Socket socket = connect()) {
            write(socket, "\r\n\r\n");
            assertThat(readUntil(socket, "\r\n")).isEqualTo("\r\n");
        }
    }

    @Rfc("3261, 21.5.7")
    @Test
    void answers513ToALongHeaderSectionAndCloses() throws IOException {
        start(b -> {});
        try (Socket socket = connect()) {
            write(socket, options("TCP", "big", "X-large: " + "a".repeat(33 * 1024) + "\r\n"));
            assertThat(readUntil(socket, "never")).startsWith("SIP/2.0 513 Message Too Large");
        }
    }

    @Rfc("3261, 18.3")
    @Test
    void answers400WithoutContentLengthAndCloses() throws IOException {
        start(b -> {});
        try (Socket socket = connect()) {
            write(socket, options("TCP", "nolength", "").replace("Content-Length: 0\r\n", ""));
            assertThat(readUntil(socket, "never")).startsWith("SIP/2.0 400 Bad Request");
        }
    }

    @Test
    @Duty("Message limits")
    void closesOnASenderWhoNeverFinishes() throws IOException {
        start(b -> b.streams(StreamLimits.STANDARD.withTimeouts(MINUTE, Duration.ofMillis(200), MINUTE)));
        try (Socket socket = connect()) {
            write(socket, "OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia:");
            assertThat(readUntil(socket, "never")).isEmpty();
        }
    }

    @Test
    @Duty("Message limits")
    void closesOnASenderWhoNeverBegins() throws IOException {
        start(b -> b.streams(StreamLimits.STANDARD.withTimeouts(MINUTE, MINUTE, Duration.ofMillis(200))));
        try (Socket socket = connect()) {
            write(socket, "\r");
            assertThat(readUntil(socket, "never")).isEmpty();
        }
    }

    @Test
    void closesWhenAllConnectionsTogetherHoldTooMuch() throws IOException {
        start(b -> b.streams(StreamLimits.STANDARD.withBytes(10_000)));
        try (Socket first = connect();
                Socket second = connect()) {
            write(first, options("TCP", "a", "X-large: " + "a".repeat(6_000)).replace("\r\n\r\n", ""));
            write(second, options("TCP", "b", "X-large: " + "a".repeat(12_000)).replace("\r\n\r\n", ""));
            assertThat(readUntil(second, "never")).isEmpty();
        }
    }

    @Test
    @Rfc(
            value = "5626, 4.4.1",
            says = "double CRLF is sent on a connection that a call needs, and it is not closed for silence")
    void keepsTheConnectionOfACallAlive() throws IOException {
        start(b -> b.streams(StreamLimits.STANDARD
                .withTimeouts(Duration.ofMillis(300), MINUTE, MINUTE)
                .withKeepAlive(Duration.ofMillis(100))));
        try (Socket socket = connect()) {
            Script script = new Script((InetSocketAddress) socket.getLocalSocketAddress(), "TCP");
            write(socket, script.invite());
            String answer = readUntil(socket, "m=audio 41000 RTP/AVP 0\r\n");
            int tag = answer.lastIndexOf("tag=") + 4;
            script.toTag = answer.substring(tag, answer.indexOf("\r", tag));
            write(socket, script.ack(1));
            for (int i = 0; i < 6; i++) {
                assertThat(readUntil(socket, "\r\n\r\n")).isEqualTo("\r\n\r\n");
            }
            callee.dialogs.get(0).bye(List.of());
            assertThat(readUntil(socket, "\r\n\r\n").strip()).startsWith("BYE ");
        }
    }

    @Test
    void closesASilentConnection() throws IOException {
        start(b -> b.streams(StreamLimits.STANDARD.withTimeouts(Duration.ofMillis(200), MINUTE, MINUTE)));
        try (Socket socket = connect()) {
            assertThat(readUntil(socket, "never")).isEmpty();
        }
    }

    @Test
    @Duty("Message limits")
    void acceptsOnlySoManyConnectionsOfOneSource() throws IOException {
        start(b -> b.streams(StreamLimits.STANDARD.withConnections(10, 1)));
        try (Socket first = connect()) {
            write(first, "\r\n\r\n");
            assertThat(readUntil(first, "\r\n")).isEqualTo("\r\n");
            try (Socket second = connect()) {
                assertThat(readUntil(second, "never")).isEmpty();
            }
        }
        await().untilAsserted(() -> {
            try (Socket third = connect()) {
                write(third, "\r\n\r\n");
                assertThat(readUntil(third, "\r\n")).isEqualTo("\r\n");
            }
        });
    }

    @Rfc(value = "3261, 18.4", says = "a dialog whose connection is gone opens a new one")
    @Test
    void hangsUpOverANewConnectionWhenTheOldOneIsGone() throws IOException {
        start(b -> {});
        try (ServerSocket contact = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            contact.setSoTimeout(5000);
            InetSocketAddress caller = new InetSocketAddress(InetAddress.getLoopbackAddress(), contact.getLocalPort());
            Script script = new Script(caller, "TCP");
            try (Socket first = connect()) {
                write(first, script.invite());
                String answer = readUntil(first, "m=audio 41000 RTP/AVP 0\r\n");
                int tag = answer.lastIndexOf("tag=") + 4;
                script.toTag = answer.substring(tag, answer.indexOf("\r", tag));
                write(first, script.ack(1));
                await().untilAsserted(() -> assertThat(callee.confirmed).hasSize(1));
            }
            await().during(Duration.ofMillis(300)).until(() -> callee.ends.isEmpty());
            callee.dialogs.get(0).bye(List.of());
            try (Socket second = contact.accept()) {
                second.setSoTimeout(5000);
                assertThat(readUntil(second, "\r\n\r\n"))
                        .startsWith("BYE sip:caller@127.0.0.1:" + contact.getLocalPort());
            }
        }
    }

    private static String exchange(DatagramSocket socket, InetSocketAddress to, String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
        DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
        try {
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
        } catch (SocketTimeoutException e) {
            return "";
        }
    }

    @Rfc("3261, 18.2.1, 18.2.2; 3581")
    @Test
    void answersToTheSourcePortWhereRportIsAskedFor() throws IOException {
        start(b -> {});
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(5000);
            String answer = exchange(socket, agent.boundAddress(Transport.UDP), options("UDP", "r", ""));
            assertThat(answer).contains("rport=" + socket.getLocalPort()).contains("received=127.0.0.1");
        }
    }

    @Test
    void answers513ToADatagramOfSixtyFourKilobytes() throws IOException {
        start(b -> {});
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(5000);
            String large = options("UDP", "large", "X-large: " + "a".repeat(64_000) + "\r\n");
            assertThat(exchange(socket, agent.boundAddress(Transport.UDP), large))
                    .startsWith("SIP/2.0 513");
        }
    }

    @Test
    void ignoresASourceThatIsNotAdmitted() throws IOException {
        start(b -> b.admission(source -> Admission.Verdict.IGNORE));
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(300);
            assertThat(exchange(socket, agent.boundAddress(Transport.UDP), options("UDP", "x", "")))
                    .isEmpty();
        }
        try (Socket socket = connect()) {
            assertThat(readUntil(socket, "never")).isEmpty();
        }
    }

    @Test
    void refusesASourceThatAdmissionRefuses() throws IOException {
        start(b -> b.admission(source -> Admission.Verdict.REFUSE));
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(5000);
            assertThat(exchange(socket, agent.boundAddress(Transport.UDP), options("UDP", "x", "")))
                    .startsWith("SIP/2.0 503")
                    .contains("Retry-After: 10");
        }
    }
}
