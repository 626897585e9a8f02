package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.system.TcpProxy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees when something outside of the bridge keeps it from starting: one line, and the status 1. */
class StartFaultTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream before = System.err;
    private final Properties properties = (Properties) System.getProperties().clone();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        set("bridge.home", Path.of("").toAbsolutePath().toString());
        set("bridge.data.dir", folder.resolve("data").toString());
        set("bridge.http.port", "0");
        set("bridge.management.port", "0");
        set("bridge.sip.port", "0");
        set("bridge.sip.host", "127.0.0.1");
        set("bridge.db.wait-seconds", "0");
    }

    private static void set(String name, String value) {
        System.setProperty(name, value);
    }

    @AfterEach
    void restore() {
        System.setErr(before);
        System.setProperties(properties);
    }

    private String serve() {
        assertThat(Bridge.execute("serve")).isEqualTo(1);
        return said.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            set("bridge.http.host", "127.0.0.1");
            set("bridge.http.port", Integer.toString(taken.getLocalPort()));

            assertThat(serve())
                    .isEqualTo("bridge: bridge.http.port: nothing can listen on port " + taken.getLocalPort()
                            + " of 127.0.0.1. Does another program use it?");
        }
    }

    @Test
    void aFolderThatCannotBeMade() throws Exception {
        Files.createFile(folder.resolve("file"));
        set("bridge.data.dir", folder.resolve("file/data").toString());

        assertThat(serve()).startsWith("bridge: " + folder.resolve("file")).contains(" cannot be used: ");
        assertThat(StartFault.sentence(new AccessDeniedException("/data")))
                .isEqualTo("/data cannot be used: permission denied");
    }

    @Test
    void aDatabaseThatIsNotThere() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        set("bridge.db.url", "jdbc:postgresql://127.0.0.1:" + port + "/bridge");

        assertThat(serve())
                .startsWith("bridge: The database cannot be used: Connection to 127.0.0.1:" + port + " refused.")
                .doesNotContain("\n");
    }

    @Test
    void aDatabaseThatComesLaterIsWaitedFor() throws Exception {
        Storage.Address address = Database.POSTGRESQL.create();
        URI server = URI.create(address.url().substring("jdbc:".length()));
        try (TcpProxy proxy = new TcpProxy(server.getPort())) {
            proxy.breakBy(TcpProxy.Fault.REFUSED);
            Storage.Address away = new Storage.Address(
                    address.url().replace(":" + server.getPort() + "/", ":" + proxy.port() + "/"),
                    address.user(),
                    address.password());
            CompletableFuture<Storage> opening =
                    CompletableFuture.supplyAsync(() -> Storage.openWhenThere(away, Duration.ofMinutes(1)));

            assertThatThrownBy(() -> Storage.open(away)).hasMessageContaining("refused");
            proxy.restore();

            assertThat(opening).succeedsWithin(Duration.ofSeconds(60)).satisfies(storage -> {
                assertThat(storage.awaySince()).isEmpty();
                storage.close();
            });
        }
    }
}
