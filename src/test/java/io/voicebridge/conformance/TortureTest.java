package io.voicebridge.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.dialog.SipUserAgent;
import io.voicebridge.sip.dialog.UserAgentSettings;
import io.voicebridge.sip.transport.StreamLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends every torture message to a user agent over real sockets. The application behind it refuses each call with 486, so
 * that one answer shows whether a message got there; behind each message goes an OPTIONS, whose answer shows that the one
 * before it was dealt with and harmed nothing.
 */
@Rfc(
        value = "4475",
        says = "every message, over UDP and TCP, whole, byte by byte and merged with its neighbours: the table below")
@Rfc(
        value = "5118",
        says = "every message, over UDP and TCP, whole, byte by byte and merged with its neighbours: the table below")
class TortureTest {

    /** Answers go to the port that Via names: the sender sits there, on a loopback address that nobody else uses. */
    private static final String SENDER = "127.47.75.1";

    private static final Pattern SENT_BY_PORT = Pattern.compile("(?i)Via:\\s*SIP/\\d\\.0/\\w+ +[^;\\s]*?:(\\d+)[;\\r]");

    private static final String PROBE = "OPTIONS sip:probe@example.com SIP/2.0\r\n"
            + "Via: SIP/2.0/%s 127.0.0.1:%d;branch=z9hG4bKprobe%d\r\n"
            + "Max-Forwards: 70\r\n"
            + "From: <sip:probe@example.com>;tag=1\r\n"
            + "To: <sip:probe@example.com>\r\n"
            + "Call-ID: probe\r\n"
            + "CSeq: %d OPTIONS\r\n"
            + "Content-Length: 0\r\n\r\n";

    static Stream<TortureMessage> all() {
        return TortureMessages.all();
    }

    private static UserAgent start(Treatment treatment) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        boolean waitsForever = treatment.closes() && treatment.tcp().isEmpty();
        return SipUserAgent.start(
                UserAgentSettings.builder()
                        .listen(Transport.UDP, any)
                        .listen(Transport.TCP, any)
                        .loops(1)
                        .streams(StreamLimits.STANDARD.withTimeouts(
                                Duration.ofMinutes(1),
                                Duration.ofMillis(waitsForever ? 300 : 20_000),
                                Duration.ofMinutes(1)))
                        .build(),
                invite -> invite.reject(Treatment.CALL, "", List.of()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void overUdp(TortureMessage message) throws IOException {
        byte[] bytes = message.bytes();
        int port = answerPort(bytes);
        try (UserAgent agent = start(message.treatment());
                DatagramSocket socket = new DatagramSocket(null)) {
            // The bridge itself may be running on this machine, at 5060 of every address.
            socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            socket.bind(new InetSocketAddress(SENDER, port));
            socket.setSoTimeout(10_000);
            InetSocketAddress target = agent.boundAddress(Transport.UDP);
            send(socket, target, bytes);
            send(socket, target, probe("UDP", port, 1));
            Answers answers = new Answers(() -> {
                DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
                socket.receive(answer);
                return new String(answer.getData(), 0, answer.getLength(), ISO_8859_1);
            });
            List<Integer> expected = message.treatment().udp();
            answers.await(expected.size(), 1);
            send(socket, target, probe("UDP", port, 2));
            answers.await(expected.size(), 2);
            answers.assertOwn(expected, message.treatment().warning());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void overTcp(TortureMessage message) throws IOException {
        exchange(message, (out, bytes) -> {
            out.write(bytes);
            out.write(probe("TCP", 5060, 1));
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void overTcpByteByByte(TortureMessage message) throws IOException {
        exchange(message, (out, bytes) -> {
            for (byte b : bytes) {
                out.write(b);
            }
            out.write(probe("TCP", 5060, 1));
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void overTcpInOnePieceWithItsNeighbours(TortureMessage message) throws IOException {
        exchange(message, (out, bytes) -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(probe("TCP", 5060, 0));
            all.writeBytes(bytes);
            all.writeBytes(probe("TCP", 5060, 1));
            out.write(all.toByteArray());
        });
    }

    @Test
    void holdsEveryMessageThatIsOnFile() throws IOException {
        for (String folder : List.of("rfc4475", "rfc5118")) {
            try (Stream<Path> files = Files.list(Path.of("src/test/resources/torture", folder))) {
                assertThat(files.map(file -> file.getFileName().toString().replace(".txt", "")))
                        .containsExactlyInAnyOrderElementsOf(TortureMessages.all()
                                .filter(m -> folder.equals("rfc" + m.rfc()))
                                .map(TortureMessage::name)
                                .toList());
            }
        }
        assertThat(TortureMessages.ofRfc4475()).hasSize(49);
        assertThat(TortureMessages.ofRfc5118()).hasSize(12);
    }

    private interface Sending {
        void to(OutputStream out, byte[] message) throws IOException;
    }

    /** Sends a message with probe 1 behind it, and probe 2 when all that is due has come. */
    private static void exchange(TortureMessage message, Sending sending) throws IOException {
        Treatment treatment = message.treatment();
        try (UserAgent agent = start(treatment);
                Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            socket.connect(agent.boundAddress(Transport.TCP));
            Answers answers = new Answers(new AnswerStream(socket.getInputStream())::next);
            if (treatment.closes()) {
                try {
                    sending.to(socket.getOutputStream(), message.bytes());
                } catch (IOException closedBeforeAllWasSent) {
                    // What was answered before stands in the buffer still.
                }
                answers.awaitEnd();
            } else {
                sending.to(socket.getOutputStream(), message.bytes());
                answers.await(treatment.tcp().size(), 1);
                socket.getOutputStream().write(probe("TCP", 5060, 2));
                answers.await(treatment.tcp().size(), 2);
            }
            answers.assertOwn(treatment.tcp(), treatment.warning());
        }
    }

    private static byte[] probe(String transport, int port, int number) {
        return String.format(PROBE, transport, port, number, number + 1).getBytes(US_ASCII);
    }

    private static void send(DatagramSocket socket, InetSocketAddress target, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, target));
    }

    /** The port of the first Via's sent-by, which responses over UDP go to (RFC 3261 section 18.2.2). */
    private static int answerPort(byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        Matcher via = SENT_BY_PORT.matcher(text);
        boolean first = via.find()
                && !text.substring(0, via.start()).toLowerCase(Locale.ROOT).contains("\nv");
        return first ? Integer.parseInt(via.group(1)) : 5060;
    }
}
