package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.security.openid.LoopbackProvider;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody signs in at a provider, and works with the session. */
class SignInApiTest {

    @TempDir
    static Path folder;

    private static LoopbackProvider provider;
    private static ApiServer server;

    private final HttpClient http = HttpClient.newHttpClient();
    /** What the browser has; it is not asked whether they may go over plain HTTP, as on this machine they may. */
    private final Map<String, HttpCookie> cookies = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        provider = new LoopbackProvider();
        server = ApiServer.start(
                folder,
                Database.H2,
                Map.of(
                        "bridge.openid.issuer",
                        provider.issuer().toString(),
                        "bridge.openid.client-id",
                        LoopbackProvider.CLIENT,
                        "bridge.openid.client-secret",
                        LoopbackProvider.SECRET,
                        "bridge.openid.admin-roles",
                        "bridge-admins",
                        "bridge.openid.read-roles",
                        "bridge-readers",
                        "bridge.openid.tenant",
                        "Demo"));
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    @BeforeEach
    void asItShouldBe() {
        provider.claims = UnaryOperator.identity();
        provider.errorTold = "";
    }

    private HttpResponse<String> send(String method, URI address, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody());
        StringBuilder sent = new StringBuilder();
        cookies.values().forEach(cookie -> sent.append(cookie.getName() + '=' + cookie.getValue() + "; "));
        if (sent.length() > 0 && address.getPort() == server.httpPort()) {
            request.header("Cookie", sent.toString());
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String set : answer.headers().allValues("Set-Cookie")) {
            HttpCookie cookie = HttpCookie.parse("Set-Cookie: " + set).get(0);
            assertThat(set).contains("; Path=/", "; Secure", "; HTTPOnly").startsWith("__Host-");
            if (cookie.getMaxAge() == 0) {
                cookies.remove(cookie.getName());
            } else {
                cookies.put(cookie.getName(), cookie);
            }
        }
        return answer;
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.httpPort() + path);
    }

    private static URI location(HttpResponse<?> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    /** Follows from the button to where the browser ends. */
    private URI signsIn() throws Exception {
        URI asked = location(send("GET", at("/console/sign-in")));
        URI back = location(send("GET", asked));
        return location(send("GET", at(back.getPath() + '?' + back.getRawQuery())));
    }

    private HttpResponse<String> api(String method, String path) throws Exception {
        return send(method, at("/api/v1" + path), "X-Voice-Bridge-Console", "1");
    }

    @Test
    void whoIsLetInWorksWithASession() throws Exception {
        assertThat(signsIn()).hasPath("/console/").hasQuery("signed-in=yes");

        assertThat(api("GET", "/me").body()).contains("\"scopes\":[\"admin\"]", "\"name\":\"Demo\"");
        assertThat(api("GET", "/keys").body()).contains("\"label\":\"Ann Example\"");
        assertThat(api("GET", "/audit?action=session.begin").body()).contains("00u1 Ann Example admin");
    }

    @Test
    void theSessionCountsOnlyForTheConsole() throws Exception {
        signsIn();

        assertThat(send("GET", at("/api/v1/me")).statusCode()).isEqualTo(401);
        assertThat(send("GET", at("/api/v1/me"), "X-Voice-Bridge-Console", "1", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(401);
        assertThat(send("OPTIONS", at("/api/v1/me"), "Origin", "https://evil.example.com")
                        .headers()
                        .map())
                .doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void whoSignsOutIsOut() throws Exception {
        signsIn();
        Map<String, HttpCookie> before = Map.copyOf(cookies);

        assertThat(api("DELETE", "/session").body()).contains(provider.issuer() + "/end?");

        assertThat(cookies).isEmpty();
        cookies.putAll(before);
        assertThat(api("GET", "/me").statusCode()).isEqualTo(401);
    }

    @Test
    void aKeyOfAScriptIsNotEndedBySigningOut() throws Exception {
        String key = server.demo().adminKey();

        assertThat(server.delete("/api/v1/session").key(key).send().at("/provider_url"))
                .contains("/end?");
        assertThat(server.get("/api/v1/me").key(key).send().status()).isEqualTo(200);
    }

    @Test
    void whoMayLookMayNotChange() throws Exception {
        provider.claims = claims -> claims.claim("groups", List.of("bridge-readers"));
        signsIn();

        assertThat(api("GET", "/conversations").statusCode()).isEqualTo(200);
        assertThat(api("GET", "/keys").statusCode()).isEqualTo(403);
    }

    @Test
    void whoIsTurnedAwayIsToldWhy() throws Exception {
        provider.claims = claims -> claims.claim("groups", List.of("staff"));
        assertThat(signsIn()).hasQuery("signed-in=role");
        provider.claims = claims -> claims.claim("nonce", "of another");
        assertThat(signsIn()).hasQuery("signed-in=token");
        provider.errorTold = "access_denied";
        assertThat(signsIn()).hasQuery("signed-in=denied");
        assertThat(cookies).isEmpty();
    }

    @Test
    void anAnswerThatThisBrowserHasNotAskedForIsRefused() throws Exception {
        URI back = location(send("GET", location(send("GET", at("/console/sign-in")))));
        cookies.clear();

        HttpResponse<String> answer = send("GET", at(back.getPath() + '?' + back.getRawQuery()));

        assertThat(location(answer)).hasQuery("signed-in=unasked");
        assertThat(cookies).isEmpty();
    }

    @Test
    void thePageOfTheSignInLearnsOfTheProvider() throws Exception {
        assertThat(server.get("/api/v1/sign-in").send().text())
                .isEqualTo("{\"openid\":{\"name\":\"single sign-on\",\"url\":\"/console/sign-in\"}}");
    }
}
