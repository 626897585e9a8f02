package io.voicebridge.calling;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Kamailio with the configuration of {@code deploy/kubernetes/components/front}, on this machine, with bridges of the test's. */
public final class Front implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/kamailio");
    private static final Path CONFIGURATION = Path.of("deploy/kubernetes/components/front");

    private final Path folder;
    private final int port = FreePort.withTheNext();
    private final int inside = port + 1;
    private Duration answerPatience = Duration.ofSeconds(15);
    private final List<String> definitions = new ArrayList<>();
    private Process process;

    private Front(Path folder) {
        this.folder = folder;
    }

    /** Leaves the test out, with a line that says so, where the program is missing. */
    public static Front in(Path folder) throws IOException {
        require();
        Front front = new Front(Files.createTempDirectory(folder, "front"));
        Files.copy(CONFIGURATION.resolve("kamailio.cfg"), front.folder.resolve("kamailio.cfg"));
        return front.callersAre("127.0.0.1");
    }

    /** Sends all messages to a capture server. */
    Front capturedBy(InetSocketAddress server) {
        definitions.addAll(List.of("-A", "HOMER=\"sip:127.0.0.1:" + server.getPort() + '"'));
        return this;
    }

    /** Passes over a bridge that says 100 and nothing for so long. */
    Front answeredWithin(Duration time) {
        answerPatience = time;
        return this;
    }

    private static void require() {
        boolean found = Files.isExecutable(PROGRAM);
        if (!found) {
            System.out.println("Left out: kamailio is not installed (apt-get install kamailio)");
        }
        Assumptions.assumeTrue(found, "kamailio is not installed");
    }

    private Front callersAre(String address) throws IOException {
        Files.writeString(folder.resolve("address.list"), "1 " + address + "\n");
        return this;
    }

    /** Starts it in front of these bridges, and of one whose name leads nowhere. */
    public Front startBefore(List<InetSocketAddress> bridges) throws IOException {
        List<String> lines = new ArrayList<>(List.of("1 sip:voice-bridge-9.invalid:5060 16"));
        bridges.forEach(bridge -> lines.add("1 sip:127.0.0.1:" + bridge.getPort() + " 16"));
        Files.write(folder.resolve("dispatcher.list"), lines);
        process = new ProcessBuilder(command("-DD", "-E"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive() || answers());
        if (!process.isAlive()) {
            throw new IOException("Kamailio did not start:\n" + output());
        }
        return this;
    }

    private List<String> command(String... more) {
        List<String> command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "-f",
                folder.resolve("kamailio.cfg").toString(),
                "-m",
                "64",
                "-M",
                "4",
                "-w",
                folder.toString(),
                "-Y",
                folder.toString(),
                "-P",
                folder.resolve("kamailio.pid").toString(),
                "-l",
                "udp:127.0.0.1:" + inside,
                "-l",
                "udp:127.0.0.1:" + port,
                "-l",
                "tcp:127.0.0.1:" + port,
                "-A",
                "INSIDE=\"udp:127.0.0.1:" + inside + '"',
                "-A",
                "INSIDE_PORT=" + inside));
        // A machine that is busy with other tests stands still for longer than a bridge in service
        command.addAll(List.of(
                "-A",
                "PATIENCE=4000",
                "-A",
                "DIALOG_PATIENCE=12000",
                "-A",
                "ANSWER_PATIENCE=" + answerPatience.toMillis()));
        command.addAll(definitions);
        command.addAll(List.of(more));
        return command;
    }

    /** What {@code kamailio -c} says of the configuration as it is delivered. */
    static int check(Path folder) throws IOException, InterruptedException {
        require();
        Process check = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-c",
                        "-f",
                        CONFIGURATION.resolve("kamailio.cfg").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("check.log").toFile())
                .start();
        return check.waitFor();
    }

    /** Whether it says anything to an OPTIONS; asked from the inside, where no list is looked at. */
    private boolean answers() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(500);
            byte[] request = ("OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + socket.getLocalPort()
                            + ";branch=z9hG4bKping" + socket.getLocalPort()
                            + "\r\nFrom: <sip:test@127.0.0.1>;tag=1\r\nTo: <sip:127.0.0.1>\r\nCall-ID: ping"
                            + socket.getLocalPort()
                            + "\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            socket.send(new DatagramPacket(request, request.length, InetAddress.getLoopbackAddress(), inside));
            socket.receive(new DatagramPacket(new byte[2048], 2048));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Where carriers call. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Where bridges send what belongs to a call. */
    InetSocketAddress inside() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), inside);
    }

    public String output() throws IOException {
        return Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        List<ProcessHandle> children = process.children().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
