package io.voicebridge.cli.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.voicebridge.cli.GuardedNames;
import io.voicebridge.conformance.Duty;
import io.voicebridge.security.TargetGuard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client as a receiver sees it; the receiver is on this machine, under a name that the test makes up. */
class WebhookClientTest {

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(Executors.newCachedThreadPool());
        receiver.createContext("/ok", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.createContext("/elsewhere", exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().add("Location", "/ok");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        receiver.createContext("/busy", exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().add("Retry-After", "1");
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        receiver.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = new byte[64 * 1024];
            while (end.getCount() > 0) {
                exchange.getResponseBody().write(much);
            }
        });
        receiver.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (!end.await(100, TimeUnit.MILLISECONDS)) {
                    exchange.getResponseBody().write('.');
                    exchange.getResponseBody().flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        receiver.createContext("/silent", exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        receiver.stop(0);
    }

    private int post(String path, String allowed) throws IOException {
        DnsResolver names = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        HttpClientBuilder builder = HttpClientBuilder.create();
        try (WebhookClient setup = new WebhookClient(new TargetGuard(true, allowed), names, Duration.ofSeconds(2), 4)) {
            setup.configureHttpClient(builder);
            HttpPost request = new HttpPost(
                    "http://receiver.example.com:" + receiver.getAddress().getPort() + path);
            request.setEntity(new StringEntity("{}", ContentType.APPLICATION_JSON));
            try (CloseableHttpClient client = builder.build()) {
                return client.execute(request, response -> response.getCode());
            }
        }
    }

    @Duty(
            value = "Webhook targets",
            says =
                    "A name that leads to this machine or a private network is not connected to: the address counts, when"
                            + " the connection is made")
    @Test
    void doesNotConnectToANameThatLeadsToAForbiddenAddress() {
        assertThatThrownBy(() -> post("/ok", "")).isInstanceOf(GuardedNames.ForbiddenAddress.class);
        assertThat(requests).hasValue(0);
    }

    @Test
    void connectsWhereTheOperatorAllows() throws IOException {
        assertThat(post("/ok", "127.0.0.0/8")).isEqualTo(204);
    }

    @Test
    void followsNoRedirectAndRepeatsNothing() throws IOException {
        assertThat(post("/elsewhere", "127.0.0.0/8")).isEqualTo(307);
        assertThat(post("/busy", "127.0.0.0/8")).isEqualTo(503);
        assertThat(requests).hasValue(2);
    }

    @Test
    void readsLittleOfAnAnswerThatDoesNotEnd() throws IOException {
        assertThat(post("/endless", "127.0.0.0/8")).isEqualTo(200);
    }

    @Test
    void takesTheStatusOfAnAnswerThatDripsAndLeaves() throws IOException {
        assertThat(post("/drip", "127.0.0.0/8")).isEqualTo(200);
    }

    @Test
    void givesUpAReceiverThatSaysNothing() {
        assertThatThrownBy(() -> post("/silent", "127.0.0.0/8")).isInstanceOf(IOException.class);
    }
}
