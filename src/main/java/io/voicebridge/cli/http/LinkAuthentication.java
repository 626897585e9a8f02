package io.voicebridge.cli.http;

import io.voicebridge.directory.Problem;
import io.voicebridge.security.AttemptLimit;
import io.voicebridge.security.LinkGrant;
import io.voicebridge.security.LinkSignature;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * Lets a request in by a link to one conversation, which takes the place of a key. Bean {@code linkAuthentication}, called
 * by the kamelet {@code accept-link-action}. Thread-safe.
 */
public final class LinkAuthentication {

    private final LinkSignature links;
    private final AttemptLimit attempts;
    private final Clock clock;

    public LinkAuthentication(LinkSignature links, AttemptLimit attempts, Clock clock) {
        this.links = links;
        this.attempts = attempts;
        this.clock = clock;
    }

    /**
     * Sets the variables {@code tenantId}, {@code id} of the conversation, {@code expiresAt}, and {@code keyId}, by which the
     * link's requests are counted.
     *
     * @throws Problem 401 if the link is not ours or its time is over, 429 after too many such
     */
    public void authenticate(Exchange exchange) {
        Message message = exchange.getMessage();
        Optional<LinkGrant> grant = grant(message);
        exchange.setVariable("tenantId", grant.map(LinkGrant::tenantId).orElseThrow());
        exchange.setVariable("id", grant.map(LinkGrant::conversationId).orElseThrow());
        exchange.setVariable("expiresAt", grant.map(LinkGrant::expiresAt).orElseThrow());
        exchange.setVariable("keyId", "link:" + grant.get().conversationId());
    }

    private Optional<LinkGrant> grant(Message message) {
        String source = Sources.of(message);
        Duration wait = attempts.wait(source);
        if (!wait.isZero()) {
            throw Sources.tooManyFailures(wait);
        }
        Optional<LinkGrant> grant = links.open(token(message));
        if (grant.isEmpty()) {
            attempts.failed(source);
            throw unauthorized("This is no link to a conversation, or it was not copied whole.");
        }
        if (!clock.instant().isBefore(grant.get().expiresAt())) {
            throw unauthorized("The time of this link is over. Ask for a new one.");
        }
        return grant;
    }

    /** From the header itself: Camel puts query parameters beside the headers, and those end up in logs. */
    private static String token(Message message) {
        String value = message instanceof HttpMessage http
                ? http.getRequest().getHeader("Authorization")
                : message.getHeader("Authorization", String.class);
        return value != null && value.regionMatches(true, 0, "Bearer ", 0, 7)
                ? value.substring(7).strip()
                : "";
    }

    private static Problem unauthorized(String detail) {
        return new Problem(401, "unauthorized", detail).with("WWW-Authenticate", "Bearer realm=\"voice-bridge link\"");
    }
}
