package io.voicebridge.cli.http;

import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Tenants.Signer;
import io.voicebridge.security.AttemptLimit;
import io.voicebridge.security.WebhookSignature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Lets a webhook in by its signature, which also tells whose it is. Bean {@code webhookAuthentication}, called by the
 * kamelet {@code authenticate-webhook-action}.
 *
 * <p>The secrets are read again every {@link #FRESH}, when they were changed, and when a signature fits none, so that a new
 * tenant or secret counts at once. One that was taken away where it cannot be heard of counts for at most that long. A source with too many bad signatures is
 * answered 429, but for tenants that have signed well within {@link #TRUSTED}: behind one proxy all have one address, and
 * nobody's outcome may be shut out by another's guesses. Thread-safe.
 */
public final class WebhookAuthentication {

    static final Duration FRESH = Duration.ofSeconds(5);
    static final Duration TRUSTED = Duration.ofHours(1);

    private record Known(List<Signer> signers, Instant readAt) {
        Known asOld() {
            return new Known(signers, Instant.MIN);
        }

        boolean isOld() {
            return readAt.equals(Instant.MIN);
        }
    }

    private final Supplier<List<Signer>> tenants;
    private final WebhookSignature signature;
    private final AttemptLimit attempts;
    private final Clock clock;
    /** No more than there are tenants. */
    private final Map<String, Instant> signedAt = new ConcurrentHashMap<>();

    private final AtomicInteger changes = new AtomicInteger();
    private volatile Known known = new Known(List.of(), Instant.MIN);

    /** @param tenants reads who may sign; blocks on the database */
    public WebhookAuthentication(
            Supplier<List<Signer>> tenants, WebhookSignature signature, AttemptLimit attempts, Clock clock) {
        this.tenants = tenants;
        this.signature = signature;
        this.attempts = attempts;
        this.clock = clock;
    }

    /** A secret was changed, here or at another bridge. Does not block. */
    public void forget() {
        changes.incrementAndGet();
        known = known.asOld();
    }

    /**
     * Reads the body as bytes and leaves it as such; nothing in it is looked at before the signature was. Sets the
     * variables {@code tenantId} and {@code webhookId}, and removes the signature from the exchange.
     *
     * @param maxBytes of the body
     * @throws Problem 401 bad_signature, 413 too_large, 429 too_many_failures
     */
    public void authenticate(Exchange exchange, int maxBytes) {
        Message message = exchange.getMessage();
        exchange.setVariable(Requests.PATH, message.getHeader(Exchange.HTTP_PATH, String.class));
        byte[] body = Optional.ofNullable(message.getBody(byte[].class)).orElse(new byte[0]);
        if (body.length > maxBytes) {
            throw new Problem(413, "too_large", "The body has more than " + maxBytes + " bytes.");
        }
        WebhookSignature.Headers headers = new WebhookSignature.Headers(
                message.getHeader("webhook-id", String.class),
                message.getHeader("webhook-timestamp", String.class),
                message.getHeader("webhook-signature", String.class));
        message.removeHeader("webhook-signature");
        String tenantId = signer(headers, body, Sources.of(message));
        signedAt.put(tenantId, clock.instant());
        exchange.setVariable("tenantId", tenantId);
        exchange.setVariable("webhookId", headers.id());
        message.setBody(body);
    }

    private String signer(WebhookSignature.Headers headers, byte[] body, String source) {
        Duration wait = attempts.wait(source);
        if (!wait.isZero()) {
            Instant since = clock.instant().minus(TRUSTED);
            return signer(headers, body, known(), signer -> signedAt.getOrDefault(signer.tenantId(), Instant.MIN)
                            .isAfter(since))
                    .orElseThrow(() -> Sources.tooManyFailures(wait));
        }
        Known current = known();
        return signer(headers, body, current, any -> true)
                .or(() -> signer(headers, body, readAfter(current), any -> true))
                .orElseThrow(() -> {
                    attempts.failed(source);
                    return badSignature();
                });
    }

    /** All are tried, so that the time taken does not tell which tenant it was. */
    private Optional<String> signer(
            WebhookSignature.Headers headers, byte[] body, Known among, Predicate<Signer> eligible) {
        String found = null;
        for (Signer signer : among.signers()) {
            if (eligible.test(signer) && signature.isSigned(headers, body, signer.secrets())) {
                found = signer.tenantId();
            }
        }
        return Optional.ofNullable(found);
    }

    private Known known() {
        Known current = known;
        return clock.instant().isBefore(current.readAt().plus(FRESH)) ? current : readAfter(current);
    }

    /** Reads once for all who have seen the same. */
    private synchronized Known readAfter(Known seen) {
        if (known == seen || known.isOld()) {
            int before = changes.get();
            known = new Known(tenants.get(), clock.instant());
            if (changes.get() != before) {
                // read while they were changed
                known = known.asOld();
            }
        }
        return known;
    }

    private static Problem badSignature() {
        return new Problem(
                401,
                "bad_signature",
                "The signature fits no live secret, or the timestamp is more than 300 seconds off. The signed text is"
                        + " webhook-id.webhook-timestamp.body.");
    }
}
