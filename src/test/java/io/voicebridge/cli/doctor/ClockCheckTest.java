package io.voicebridge.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server tells the real time; ours is put forward and back. */
class ClockCheckTest {

    private HttpServer server;
    private Consumer<Headers> headers = sent -> {};

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            headers.accept(exchange.getResponseHeaders());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Finding look(String reference, Duration ahead) throws Exception {
        return new ClockCheck(HttpClient.newHttpClient(), reference, Clock.offset(Clock.systemUTC(), ahead))
                .check()
                .look()
                .take();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @ParameterizedTest
    @CsvSource({
        "0, GREEN, ''",
        "3, GREEN, ''",
        "-3, GREEN, ''",
        "30, AMBER, ahead of",
        "-30, AMBER, behind",
        "600, RED, ahead of",
        "-600, RED, behind",
    })
    void comparesWithTheTimeElsewhere(long ahead, Finding.Status status, String fix) throws Exception {
        Finding finding = look(url(), Duration.ofSeconds(ahead));

        assertThat(finding.status()).isEqualTo(status);
        assertThat(finding.fix()).contains(fix);
    }

    @Test
    void saysWhatToSetWhereNobodyIsAsked() throws Exception {
        assertThat(look("", Duration.ZERO).status()).isEqualTo(Finding.Status.AMBER);
        assertThat(look("", Duration.ZERO).fix()).contains("bridge.clock.reference");
    }

    @Test
    void believesNoCache() throws Exception {
        headers = sent -> sent.set("Age", "600");

        assertThat(look(url(), Duration.ZERO).fix()).contains("out of a cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Date: yesterday", "Server: x"})
    void believesNoNonsense(String header) throws Exception {
        try (ServerSocket raw = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Finding> finding = new CompletableFuture<>();
            finding.completeAsync(() -> {
                try {
                    return look("http://127.0.0.1:" + raw.getLocalPort(), Duration.ZERO);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            try (Socket asked = raw.accept()) {
                asked.getInputStream().read();
                asked.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\n" + header + "\r\nContent-Length: 0\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(finding.get(10, TimeUnit.SECONDS).fix()).contains("tells no time");
            }
        }
    }

    @Test
    void doesNotKnowWhereNobodyAnswers() throws Exception {
        String url = url();
        server.stop(0);

        assertThat(look(url, Duration.ZERO).fix()).contains("cannot be asked");
        assertThat(look("no address", Duration.ZERO).status()).isEqualTo(Finding.Status.AMBER);
    }

    @Test
    void aClockOfLongAgoIsRed() throws Exception {
        Finding finding = new ClockCheck(
                        HttpClient.newHttpClient(),
                        url(),
                        Clock.fixed(Instant.parse("2001-01-01T00:00:00Z"), ZoneOffset.UTC))
                .check()
                .look()
                .take();

        assertThat(finding.fix()).contains("Signed webhooks are refused");
    }
}
