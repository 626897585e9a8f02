package io.voicebridge.security.openid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.security.openid.SignInRefused.Why;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Signs people in at an OpenID provider: the authorization code flow of OpenID Connect Core 1.0, section 3.1, with PKCE
 * (RFC 7636), state and nonce. Blocks on the provider, a few seconds at most; thread-safe.
 */
public final class OpenIdSignIn {

    /** How long somebody may take at the provider. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration FRESH = Duration.ofHours(1);

    /** What is known of the provider, and what judges its tokens. */
    private record Known(Discovered provider, IdTokens tokens) {}

    private final OpenIdSettings settings;
    private final ProviderCalls calls;
    private final ObjectMapper json;
    private final Clock clock;
    private volatile Known known;

    /** @param patience how long an answer of the provider may take */
    public OpenIdSignIn(OpenIdSettings settings, Duration patience, ObjectMapper json, Clock clock) {
        this.settings = settings;
        this.calls = new ProviderCalls(patience);
        this.json = json;
        this.clock = clock;
    }

    /**
     * Where the browser goes, and what it has to bring back with the answer, which is not to be shown to anybody.
     */
    public record Begun(URI provider, String attempt) {}

    public OpenIdSettings settings() {
        return settings;
    }

    /** @param callback where the provider sends the browser back to */
    public Begun begin(URI callback) throws SignInRefused {
        Attempt attempt = Attempt.until(clock.instant().plus(PATIENCE));
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("response_type", "code");
        asked.put("client_id", settings.clientId());
        asked.put("redirect_uri", callback.toString());
        asked.put("scope", settings.scopes());
        asked.put("state", attempt.state());
        asked.put("nonce", attempt.nonce());
        asked.put("code_challenge", attempt.challenge());
        asked.put("code_challenge_method", "S256");
        URI to = known().provider().authorization();
        return new Begun(URI.create(to + (to.getRawQuery() == null ? "?" : "&") + form(asked)), attempt.text());
    }

    /**
     * @param attempt what {@link #begin} gave the browser
     * @param state of the answer
     * @param code of the answer
     */
    public Person finish(String attempt, String state, String code, URI callback) throws SignInRefused {
        Attempt begun = Attempt.of(attempt)
                .filter(each -> each.isAnsweredBy(state, clock.instant()))
                .orElseThrow(() -> new SignInRefused(Why.UNASKED, "the answer fits no sign-in of this browser"));
        Known provider = known();
        String token = token(provider.provider(), code, begun.verifier(), callback);
        return new Claims(provider.tokens().verify(token, begun.nonce())).person(settings);
    }

    /** Where the person also signs out of the provider; empty if it has no such place, or cannot be asked. */
    public Optional<URI> endSession(URI back) {
        try {
            return known().provider()
                    .endSession()
                    .map(to -> URI.create(to
                            + (to.getRawQuery() == null ? "?" : "&")
                            + form(Map.of(
                                    "client_id", settings.clientId(), "post_logout_redirect_uri", back.toString()))));
        } catch (SignInRefused e) {
            return Optional.empty();
        }
    }

    private String token(Discovered provider, String code, String verifier, URI callback) throws SignInRefused {
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("grant_type", "authorization_code");
        sent.put("code", code);
        sent.put("redirect_uri", callback.toString());
        sent.put("code_verifier", verifier);
        HttpRequest.Builder request = HttpRequest.newBuilder(provider.token())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json");
        if (!settings.secret().isEmpty() && provider.takesBasic()) {
            request.header("Authorization", "Basic " + basic());
        } else {
            sent.put("client_id", settings.clientId());
            if (!settings.secret().isEmpty()) {
                sent.put("client_secret", settings.secret());
            }
        }
        ProviderCalls.Answer answer = calls.send(
                request.POST(HttpRequest.BodyPublishers.ofString(form(sent))).build());
        JsonNode body = read(answer.body());
        if (answer.status() != 200 || !body.path("id_token").isTextual()) {
            throw new SignInRefused(
                    Why.PROVIDER, "the provider gave no ID token but " + answer.status() + ' ' + error(body));
        }
        return body.path("id_token").asText();
    }

    /** A code of RFC 6749, 5.2; anything else is left out, because it goes into the log. */
    private static String error(JsonNode body) {
        String error = body.path("error").asText();
        return error.matches("[a-z_]{1,40}") ? error : "";
    }

    /** Both parts are encoded as form fields first (RFC 6749, 2.3.1). */
    private String basic() {
        String pair = encoded(settings.clientId()) + ':' + encoded(settings.secret());
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private Known known() throws SignInRefused {
        Known now = known;
        if (now != null && clock.instant().isBefore(now.provider().readAt().plus(FRESH))) {
            return now;
        }
        String issuer = settings.issuer().toString();
        URI document = URI.create(issuer.replaceAll("/$", "") + "/.well-known/openid-configuration");
        Discovered read = Discovered.of(read(calls.get(document)), settings.issuer(), clock.instant());
        Known fresh = new Known(read, new IdTokens(settings, read.keys(), calls, clock));
        known = fresh;
        return fresh;
    }

    private JsonNode read(byte[] body) throws SignInRefused {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new SignInRefused(Why.PROVIDER, "the provider answered something that is not JSON", e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
