package io.voicebridge.agent.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContextBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.transport.TestAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name that leads elsewhere when it is asked for again (DNS rebinding), and the TLS of a connection to an address. */
class SocketsTest {

    private static final String NAME = "bot.example.com";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> came = new CopyOnWriteArrayList<>();
    private Sockets sockets = new Sockets();

    @AfterEach
    void close() throws Exception {
        sockets.close();
        timer.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Where nothing in the DNS leads to, with a certificate for a name. */
    private int bot(String certified) throws Exception {
        TestAuthority authority = new TestAuthority("test authority");
        var identity = authority.issue("bot").dns(certified).write(folder, "bot");
        sockets = new Sockets(SslContextBuilder.forClient()
                .trustManager(authority.write(folder).toFile()));
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setSni(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertPath(identity.certificate().toString())
                                .addKeyPath(identity.key().toString())))
                .connectionHandler(connection -> came.add(connection.indicatedServerName()))
                .webSocketHandler(opened -> {
                    came.add(opened.headers().get("Host") + opened.uri());
                    opened.writeTextMessage("hello");
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return server.actualPort();
    }

    /** What the connection brings first: a message, or its end. */
    private String connects(AllowedHosts.Target target) throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        Link link = SocketLink.connector(sockets, timer).connect(target, Map.of(), new Link.Listener() {
            @Override
            public void opened() {}

            @Override
            public void text(String message) {
                told.complete(message);
            }

            @Override
            public void binary(byte[] data) {}

            @Override
            public void closed(boolean agreed, String why) {
                told.complete(why);
            }
        });
        String first = told.get(10, TimeUnit.SECONDS);
        link.close();
        return first;
    }

    private static AllowedHosts.Names names(String... answers) throws Exception {
        Deque<InetAddress> left = new ArrayDeque<>();
        for (String answer : answers) {
            left.add(InetAddress.getByName(answer));
        }
        return host -> new InetAddress[] {left.remove()};
    }

    @Test
    @Duty(
            value = "hosted agents",
            says = "a name is looked up once: the address that was judged is the one that is connected to")
    void aNameWhoseSecondAnswerLeadsInsideIsConnectedToByItsFirst() throws Exception {
        int port = bot(NAME);
        AllowedHosts hosts = AllowedHosts.of(NAME, "")
                .withPublic(address -> !address.isLoopbackAddress())
                .withNames(names("203.0.113.7", "127.0.0.1"));

        AllowedHosts.Target target = hosts.target(URI.create("wss://" + NAME + ':' + port + "/agent"));

        assertThat(target.addresses())
                .extracting(InetSocketAddress::getAddress)
                .containsExactly(InetAddress.getByName("203.0.113.7"));
        assertThat(connects(target)).startsWith("no connection");
        assertThat(came).isEmpty();
    }

    @Test
    void theAddressIsConnectedToAndTheNameIsAskedOfItsCertificateOnly() throws Exception {
        int port = bot(NAME);
        AllowedHosts hosts =
                AllowedHosts.of(NAME, "").withPublic(address -> true).withNames(names("127.0.0.1"));

        assertThat(connects(hosts.target(URI.create("wss://" + NAME + ':' + port + "/agent?campaign=west"))))
                .isEqualTo("hello");
        assertThat(came).containsExactly(NAME, NAME + ':' + port + "/agent?campaign=west");
    }

    @Test
    void anAddressThatRefusesIsFollowedByTheNextOfTheName() throws Exception {
        int port = bot(NAME);
        AllowedHosts hosts = AllowedHosts.of(NAME, "")
                .withPublic(address -> true)
                .withNames(host ->
                        new InetAddress[] {InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1")});

        assertThat(connects(hosts.target(URI.create("wss://" + NAME + ':' + port + "/agent"))))
                .isEqualTo("hello");
    }

    @Test
    void aNameWithOneAddressInsideIsNotConnectedToAtAll() throws Exception {
        AllowedHosts hosts = AllowedHosts.of(NAME, "")
                .withPublic(address -> !address.isLoopbackAddress())
                .withNames(host ->
                        new InetAddress[] {InetAddress.getByName("203.0.113.7"), InetAddress.getByName("127.0.0.1")});

        assertThatThrownBy(() -> hosts.target(URI.create("wss://" + NAME + "/agent")))
                .hasMessageContaining("inside a network");
    }

    @Test
    void aCertificateForAnotherNameIsNotTalkedWith() throws Exception {
        int port = bot("another.example.com");
        AllowedHosts hosts =
                AllowedHosts.of(NAME, "").withPublic(address -> true).withNames(names("127.0.0.1"));

        assertThat(connects(hosts.target(URI.create("wss://" + NAME + ':' + port + "/agent"))))
                .startsWith("no connection");
        assertThat(came).isEmpty();
    }
}
