package io.voicebridge.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebChecksTest {

    private HttpServer server;
    private int status = 401;
    private int signedStatus = 404;
    private String signedBody = "{\"code\":\"unknown_call\"}";
    private int queryStatus = 200;
    private String queryBody = "{\"status\":\"not_found\"}";
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger passes = new AtomicInteger();

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, status, ""));
        server.createContext("/five9/v1/outcome", exchange -> {
            asked.add(exchange.getRequestURI().getQuery()
                    + ' '
                    + exchange.getRequestHeaders().getFirst("X-API-Key"));
            answer(exchange, queryStatus, queryBody);
        });
        server.createContext("/hooks/v1/outcomes", exchange -> {
            boolean isSigned = exchange.getRequestHeaders().containsKey("webhook-signature");
            answer(exchange, isSigned ? signedStatus : status, isSigned ? signedBody : "");
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void isGreenWhereTheQueryIsAnsweredAndTheDoorAsksForASignature() {
        assertThat(findings(url()).values()).hasSize(3).containsOnly(Finding.GREEN);
        assertThat(asked).containsExactly("wait=3&conversation_id=cv_doctor key-of-a-minute");
        assertThat(passes).as("keys that are left").hasValue(0);
    }

    @Test
    void findsAProxyThatAnswersInOurPlace() {
        queryStatus = 404;

        assertThat(query().fix()).contains("answers 404", "proxy");
        assertThat(passes).as("keys that are left").hasValue(0);
    }

    @Test
    void findsAPageWhereAnAnswerShouldBe() {
        queryBody = "<html>Welcome</html>";

        assertThat(query().status()).isEqualTo(Finding.Status.RED);
    }

    @Test
    void findsAProxyThatDropsTheKey() {
        queryStatus = 401;

        assertThat(query().fix()).contains("drops the header X-API-Key");
    }

    private Finding query() {
        return findings(url()).get("A script's Query is answered within its 5 s");
    }

    @Test
    void findsADoorThatAsksForNoSignature() {
        status = 404;

        assertThat(findings(url()).get("A webhook finds its way in").fix()).contains("/hooks/v1/outcomes answers 404");
    }

    @Test
    void findsAProxyThatBreaksSignatures() {
        signedStatus = 401;

        assertThat(findings(url())
                        .get("A signed outcome is heard, there and back")
                        .fix())
                .contains("does not survive the way");
    }

    @Test
    void findsSomebodyElseWhoKnowsNoSuchPath() {
        signedBody = "";

        assertThat(findings(url())
                        .get("A signed outcome is heard, there and back")
                        .status())
                .isEqualTo(Finding.Status.RED);
    }

    @Test
    void namesAnAddressWhereNobodyIs() {
        String url = url();
        server.stop(0);

        assertThat(findings(url).get("A webhook finds its way in").status()).isEqualTo(Finding.Status.RED);
    }

    @Test
    void saysWhatToSetWhereNobodyHasSaidWhereScriptsAsk() {
        assertThat(findings("").get("A webhook finds its way in").fix()).contains("bridge.public.url");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Map<String, Finding> findings(String url) {
        return Findings.of(new WebChecks(
                        HttpClient.newHttpClient(),
                        url,
                        body -> Map.of("webhook-signature", "v1," + body.length()),
                        this::pass)
                .all());
    }

    private WebChecks.Pass pass() {
        passes.incrementAndGet();
        return new WebChecks.Pass("key-of-a-minute", passes::decrementAndGet);
    }
}
