package io.voicebridge.calling;

import static org.awaitility.Awaitility.await;

import io.voicebridge.sip.transport.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A carrier: the SIP server Kamailio on this machine, with a configuration of {@code src/test/resources/kamailio}. It serves
 * {@code carrier.example} over UDP, TCP and TLS.
 */
public final class Kamailio implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/kamailio");
    private static final Path CONFIGURATION = Path.of("src/test/resources/kamailio");

    private final Path folder;
    private final TestAuthority authority;
    private final Map<String, String> words = new HashMap<>();
    private final int port = FreePort.withTheNext();
    private final int tlsPort = FreePort.withTheNext();
    private boolean addressed = true;
    private Process process;

    private Kamailio(Path folder, TestAuthority authority) {
        this.folder = folder;
        this.authority = authority;
        words.put("FOLDER", folder.toString());
        words.put("PORT", Integer.toString(port));
        words.put("TLSPORT", Integer.toString(tlsPort));
        words.put("IDLE", "3600");
        words.put("HASH", "SHA-256");
        words.put("DESK", "127.0.0.1:9");
        words.put("SECOND", "127.0.0.1:9");
        words.put("BRIDGE", "sip:127.0.0.1:9");
        words.put("INBOUND", "nobody");
        words.put("FIVE9", "sip:127.0.0.1:9");
        words.put("CLIENTS", "no");
        words.put("MEDIA", "NO_MEDIA");
        words.put("MEDIAPORT", "9");
    }

    /** One that is still to be started. Leaves the test out, with a line that says so, where the program is missing. */
    public static Kamailio in(Path folder, TestAuthority authority) throws IOException {
        boolean found = Files.isExecutable(PROGRAM);
        if (!found) {
            System.out.println("Left out: kamailio is not installed (apt-get install kamailio kamailio-tls-modules)");
        }
        Assumptions.assumeTrue(found, "kamailio is not installed");
        return new Kamailio(Files.createTempDirectory(folder, "kamailio"), authority);
    }

    /** Closes connections that are silent for so long. */
    public Kamailio closingAfter(Duration idle) {
        words.put("IDLE", Long.toString(idle.toSeconds()));
        return this;
    }

    /** Whom the bridge's calls go to. */
    public Kamailio callsGoTo(InetSocketAddress desk) {
        words.put("DESK", "127.0.0.1:" + desk.getPort());
        return this;
    }

    /** Whom calls to {@code fork} go to as well. */
    public Kamailio forksTo(InetSocketAddress second) {
        words.put("SECOND", "127.0.0.1:" + second.getPort());
        return this;
    }

    /** Where calls to numbers go. */
    public Kamailio inFrontOf(String bridgeUri) {
        words.put("BRIDGE", bridgeUri);
        return this;
    }

    /** Where calls to one number go, which is not the bridge's. */
    public Kamailio withNumberOf(String number, String uri) {
        words.put("INBOUND", number);
        words.put("FIVE9", uri);
        return this;
    }

    /** The hash that it wants passwords in. */
    public Kamailio asksFor(String hash) {
        words.put("HASH", hash);
        return this;
    }

    /** Lets nobody speak TLS who shows no certificate of the authority. */
    public Kamailio wantsCertificates() {
        words.put("CLIENTS", "yes");
        return this;
    }

    /** Encrypts audio towards {@code secure}, and decrypts it towards {@code clear}. */
    Kamailio with(Rtpengine media) {
        words.put("MEDIA", "WITH_MEDIA");
        words.put("MEDIAPORT", Integer.toString(media.port()));
        return this;
    }

    /** Its certificates are for names alone, as carriers' are. */
    public Kamailio knownByNameOnly() {
        addressed = false;
        return this;
    }

    private TestAuthority.Order certificate(String commonName, String host) {
        TestAuthority.Order order = authority.issue(commonName).dns(host);
        return addressed ? order.address("127.0.0.1") : order;
    }

    public Kamailio start() throws IOException {
        certificate("x", "carrier.example").write(folder, "carrier");
        certificate("carrier.example", "other.example").write(folder, "other");
        authority.write(folder);
        Path configuration = write("carrier.cfg");
        write("tls.cfg");
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-f",
                        configuration.toString(),
                        "-DD",
                        "-E",
                        "-m",
                        "64",
                        "-M",
                        "4",
                        "-w",
                        folder.toString(),
                        "-Y",
                        folder.toString(),
                        "-P",
                        folder.resolve("kamailio.pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive() || takesConnections(tlsPort));
        if (!process.isAlive()) {
            throw new IOException("Kamailio did not start:\n" + Files.readString(log()));
        }
        return this;
    }

    private Path write(String name) throws IOException {
        String text = Files.readString(CONFIGURATION.resolve(name));
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace('@' + word.getKey() + '@', word.getValue());
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private static boolean takesConnections(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Path log() {
        return folder.resolve("kamailio.log");
    }

    public String output() throws IOException {
        return Files.readString(log(), StandardCharsets.ISO_8859_1);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public InetSocketAddress tlsAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), tlsPort);
    }

    /** Connections to it over TLS that stand. */
    public long tlsConnections() {
        return connectionsTo(tlsPort);
    }

    /** Connections to a port of this machine that stand, by what the system says. */
    public long connectionsTo(int there) {
        // A socket of Java is in the second table, also where it speaks IPv4.
        return connectionsTo(there, Path.of("/proc/net/tcp")) + connectionsTo(there, Path.of("/proc/net/tcp6"));
    }

    private static long connectionsTo(int there, Path table) {
        String here = String.format(":%04X", there);
        try (Stream<String> sockets = Files.lines(table)) {
            return sockets.map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields[1].endsWith(here) && fields[3].equals("01"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The main process ends its children. */
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
