package io.voicebridge.cli.http;

import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Tenants;
import io.voicebridge.directory.Tenants.Signer;
import io.voicebridge.security.WebhookSignature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Lets a webhook in by its signature, which also tells whose it is. Bean {@code webhookAuthentication}, called by the
 * kamelet {@code authenticate-webhook-action}. Thread-safe.
 */
public final class WebhookAuthentication {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private record Known(List<Signer> signers, Instant readAt) {}

    private final Tenants tenants;
    private final WebhookSignature signature;
    private final Clock clock;
    private volatile Known known = new Known(List.of(), Instant.MIN);

    public WebhookAuthentication(Tenants tenants, WebhookSignature signature, Clock clock) {
        this.tenants = tenants;
        this.signature = signature;
        this.clock = clock;
    }

    /**
     * Reads the body as bytes and leaves it as such. Sets the variables {@code tenantId} and {@code webhookId}, and
     * removes the signature from the exchange.
     *
     * @throws Problem 401 bad_signature
     */
    public void authenticate(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] body = Optional.ofNullable(message.getBody(byte[].class)).orElse(new byte[0]);
        WebhookSignature.Headers headers = new WebhookSignature.Headers(
                message.getHeader("webhook-id", String.class),
                message.getHeader("webhook-timestamp", String.class),
                message.getHeader("webhook-signature", String.class));
        message.removeHeader("webhook-signature");
        exchange.setVariable(Requests.PATH, message.getHeader(Exchange.HTTP_PATH, String.class));
        String tenantId = signer(headers, body).orElseThrow(WebhookAuthentication::badSignature);
        exchange.setVariable("tenantId", tenantId);
        exchange.setVariable("webhookId", headers.id());
        message.setBody(body);
    }

    private Optional<String> signer(WebhookSignature.Headers headers, byte[] body) {
        return signers().stream()
                .filter(signer -> signature.isSigned(headers, body, signer.secrets()))
                .map(Signer::tenantId)
                .findFirst();
    }

    private List<Signer> signers() {
        Known current = known;
        if (!clock.instant().isBefore(current.readAt().plus(FRESH))) {
            current = new Known(tenants.signers(), clock.instant());
            known = current;
        }
        return current.signers();
    }

    private static Problem badSignature() {
        return new Problem(
                401,
                "bad_signature",
                "The signature fits no live secret, or the timestamp is more than 300 seconds off. The signed text is"
                        + " webhook-id.webhook-timestamp.body.");
    }
}
