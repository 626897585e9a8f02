package io.voicebridge.cli.http;

import io.voicebridge.directory.Problem;
import io.voicebridge.security.AttemptLimit;
import io.voicebridge.security.KeyCheck;
import io.voicebridge.security.KeyToken;
import io.voicebridge.security.Principal;
import io.voicebridge.security.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * Lets a request in by its key. Bean {@code authentication}, called by the kamelet {@code authenticate-action}.
 * Thread-safe.
 */
public final class Authentication {

    private static final List<String> CREDENTIALS =
            List.of("X-API-Key", "Authorization", "token", "Proxy-Authorization", "Cookie");

    private final KeyCheck keys;
    private final AttemptLimit attempts;

    public Authentication(KeyCheck keys, AttemptLimit attempts) {
        this.keys = keys;
        this.attempts = attempts;
    }

    /**
     * Sets the variables {@code tenantId}, {@code keyId} and {@code principal}, and removes the credentials from the
     * exchange.
     *
     * @param scope see {@link Scope}
     * @throws Problem 401 if there is no good key, 403 if its scope is another, 429 after too many failures
     */
    public void authenticate(Exchange exchange, String scope) {
        Message message = exchange.getMessage();
        Optional<KeyToken> token = Credentials.of(name -> header(message, name));
        CREDENTIALS.forEach(message::removeHeader);
        exchange.setVariable(Requests.PATH, message.getHeader(Exchange.HTTP_PATH, String.class));

        Principal principal = principal(token, Sources.of(message));
        Scope needed = Scope.of(scope).orElseThrow(() -> new IllegalArgumentException("No such scope: " + scope));
        if (!principal.may(needed)) {
            throw new Problem(
                    403, "scope", "The key " + principal.keyId() + " has no scope '" + scope + "'. Use another key.");
        }
        exchange.setVariable("tenantId", principal.tenantId());
        exchange.setVariable("keyId", principal.keyId());
        exchange.setVariable("principal", principal);
    }

    /** Whether a request would be let in, whatever for; counts no attempt, as the route does that. */
    boolean isGood(UnaryOperator<String> header, String source) {
        return attempts.wait(source).isZero()
                && Credentials.of(header).flatMap(keys::check).isPresent();
    }

    /** Camel adds query parameters and form fields to the headers; a key there would end up in the logs of proxies. */
    private static String header(Message message, String name) {
        return message instanceof HttpMessage http
                ? http.getRequest().getHeader(name)
                : message.getHeader(name, String.class);
    }

    private Principal principal(Optional<KeyToken> token, String source) {
        Duration wait = attempts.wait(source);
        if (!wait.isZero()) {
            // a source that guesses costs no query; a key it used before still opens
            return token.flatMap(keys::checkRemembered).orElseThrow(() -> Sources.tooManyFailures(wait));
        }
        return token.flatMap(keys::check).orElseThrow(() -> {
            attempts.failed(source);
            return unauthorized(token.isPresent());
        });
    }

    private static Problem unauthorized(boolean presented) {
        return new Problem(
                        401,
                        "unauthorized",
                        presented
                                ? "The key is unknown, expired, or its secret is wrong."
                                : "A key is needed, as X-API-Key, Bearer token, or Basic user and password.")
                .with("WWW-Authenticate", "Bearer realm=\"voice-bridge\", Basic realm=\"voice-bridge\"");
    }
}
