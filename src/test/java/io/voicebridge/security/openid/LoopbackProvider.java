package io.voicebridge.security.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * An OpenID provider on loopback that speaks the published protocol: discovery, keys, authorization with PKCE, codes that
 * are good once, and a sign-out. It signs everybody in as the same person, without asking. What it gets wrong is set.
 */
public final class LoopbackProvider implements AutoCloseable {

    public static final String CLIENT = "voice-bridge";
    public static final String SECRET = "se cret";

    private final HttpServer server;
    private final RSAKey key;
    private final RSAKey unknownKey;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

    /** What the claims become before they are signed. */
    public volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();

    /** How they are signed. */
    public volatile Signing signing = Signing.RIGHT;

    /** How long the token endpoint takes. */
    public volatile long delayMs;

    public volatile String issuerTold;
    public volatile String errorTold = "";

    /** How a token is signed, well and badly. */
    public enum Signing {
        RIGHT,
        UNKNOWN_KEY,
        OTHERS_KEY_WITH_OUR_ID,
        NONE,
        HMAC_WITH_THE_PUBLIC_KEY
    }

    public LoopbackProvider() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("one").generate();
        unknownKey = new RSAKeyGenerator(2048).keyID("two").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "provider");
            thread.setDaemon(true);
            return thread;
        }));
        issuerTold = issuer().toString();
        at("/.well-known/openid-configuration", (exchange, sent) -> document());
        at("/keys", (exchange, sent) -> new JWKSet(key.toPublicJWK()).toString());
        at("/authorize", this::authorize);
        at("/token", this::token);
        server.start();
    }

    public URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private String document() {
        return "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%2$s/authorize\",\"token_endpoint\":\"%2$s/token\","
                        .formatted(issuerTold, issuer())
                + "\"jwks_uri\":\"%1$s/keys\",\"end_session_endpoint\":\"%1$s/end\"}".formatted(issuer());
    }

    private String authorize(HttpExchange exchange, Map<String, String> asked) {
        String answer = "state=" + asked.get("state");
        if (errorTold.isEmpty()) {
            String code = "code-" + codes.size();
            codes.put(code, asked);
            answer += "&code=" + code;
        } else {
            answer += "&error=" + errorTold;
        }
        exchange.getResponseHeaders().set("Location", asked.get("redirect_uri") + "?" + answer);
        return "";
    }

    /** Judges the client, the code and the proof of PKCE as RFC 6749, 4.1.3 and RFC 7636, 4.6 say. */
    private String token(HttpExchange exchange, Map<String, String> sent) {
        try {
            Thread.sleep(delayMs);
            Map<String, String> asked = codes.remove(sent.getOrDefault("code", ""));
            String client = exchange.getRequestHeaders().getFirst("Authorization");
            boolean known =
                    ("Basic " + Base64.getEncoder().encodeToString((CLIENT + ":se+cret").getBytes())).equals(client);
            if (!known) {
                return "{\"error\":\"invalid_client\"}";
            }
            if (asked == null
                    || !asked.get("redirect_uri").equals(sent.get("redirect_uri"))
                    || !asked.get("code_challenge").equals(hash(sent.get("code_verifier")))) {
                return "{\"error\":\"invalid_grant\"}";
            }
            return "{\"token_type\":\"Bearer\",\"access_token\":\"a\",\"id_token\":\"" + signed(asked.get("nonce"))
                    + "\"}";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hash(String verifier) throws Exception {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes()));
    }

    private String signed(String nonce) throws JOSEException {
        Instant now = Instant.now();
        JWTClaimsSet all = claims.apply(new JWTClaimsSet.Builder()
                        .issuer(issuer().toString())
                        .subject("00u1")
                        .audience(CLIENT)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(300)))
                        .claim("nonce", nonce)
                        .claim("name", "Ann Example")
                        .claim("groups", List.of("staff", "bridge-admins")))
                .build();
        return switch (signing) {
            case RIGHT -> rsa(key, "one", all);
            case UNKNOWN_KEY -> rsa(unknownKey, "two", all);
            case OTHERS_KEY_WITH_OUR_ID -> rsa(unknownKey, "one", all);
            case NONE -> new PlainJWT(all).serialize();
            case HMAC_WITH_THE_PUBLIC_KEY -> {
                SignedJWT token = new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), all);
                token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
                yield token.serialize();
            }
        };
    }

    private static String rsa(RSAKey key, String id, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private void at(String path, BiFunction<HttpExchange, Map<String, String>, String> answer) {
        server.createContext(path, exchange -> {
            String sent = exchange.getRequestMethod().equals("POST")
                    ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                    : exchange.getRequestURI().getRawQuery();
            String body = answer.apply(exchange, fields(sent));
            send(exchange, body);
        });
    }

    private static void send(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean leads = exchange.getResponseHeaders().containsKey("Location");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(leads ? 302 : body.startsWith("{\"error") ? 400 : 200, leads ? -1 : bytes.length);
        exchange.getResponseBody().write(leads ? new byte[0] : bytes);
        exchange.close();
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : form == null ? new String[0] : form.split("&")) {
            String[] parts = pair.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    /** Sends the browser's side of the sign-in: what the provider leads it back with. */
    public static Map<String, String> answerTo(URI asked) throws Exception {
        var answer = java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(asked).build(),
                        java.net.http.HttpResponse.BodyHandlers.discarding());
        return fields(URI.create(answer.headers().firstValue("Location").orElseThrow())
                .getRawQuery());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
