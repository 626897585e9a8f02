package io.voicebridge.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebChecksTest {

    private HttpServer server;
    private int status = 401;
    private int signedStatus = 404;
    private String signedBody = "{\"code\":\"unknown_call\"}";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean isSigned = exchange.getRequestHeaders().containsKey("webhook-signature");
            byte[] body = (isSigned ? signedBody : "").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isSigned ? signedStatus : status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void isGreenWhereTheDoorAsksForAKey() {
        assertThat(findings(url()).values()).hasSize(3).containsOnly(Finding.GREEN);
    }

    @Test
    void findsAProxyThatAnswersInOurPlace() {
        status = 404;

        assertThat(findings(url())
                        .get("A script's Query is answered within its 5 s")
                        .fix())
                .contains("/five9/v1/outcome answers 404", "proxy");
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

    private static Map<String, Finding> findings(String url) {
        return Findings.of(new WebChecks(
                        HttpClient.newHttpClient(), url, body -> Map.of("webhook-signature", "v1," + body.length()))
                .all());
    }
}
