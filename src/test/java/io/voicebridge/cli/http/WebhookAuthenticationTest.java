package io.voicebridge.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.net.SocketAddress;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Tenants.Signer;
import io.voicebridge.security.AttemptLimit;
import io.voicebridge.security.WebhookSignature;
import io.voicebridge.time.MovingClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class WebhookAuthenticationTest {

    private static final String SECRET = WebhookSignature.newSecret();
    private static final String BODY = "{\"outcome\":\"qualified\"}";

    private final MovingClock clock = new MovingClock();
    private final List<Signer> signers = new ArrayList<>(List.of(new Signer("tn_one", List.of(SECRET))));
    private int reads;
    private Runnable meanwhile = () -> {};
    private final WebhookSignature signature = new WebhookSignature(clock);
    private final WebhookAuthentication authentication = new WebhookAuthentication(
            () -> {
                reads++;
                List<Signer> read = List.copyOf(signers);
                meanwhile.run();
                return read;
            },
            signature,
            new AttemptLimit(3, Duration.ofMinutes(1), clock),
            clock);

    @Test
    void theSecretTellsTheTenant() {
        Exchange exchange = message(SECRET, "192.0.2.1");

        authentication.authenticate(exchange, 1_000);

        assertThat(exchange.getVariable("tenantId")).isEqualTo("tn_one");
        assertThat(exchange.getVariable("webhookId")).isEqualTo("msg_1");
        assertThat(exchange.getMessage().getHeader("webhook-signature")).isNull();
    }

    @Test
    void secretsAreReadOnceInAWhile() {
        for (int i = 0; i < 10; i++) {
            authentication.authenticate(message(SECRET, "192.0.2.1"), 1_000);
        }
        assertThat(reads).isEqualTo(1);

        clock.advance(WebhookAuthentication.FRESH);
        authentication.authenticate(message(SECRET, "192.0.2.1"), 1_000);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void aNewSecretCountsAtOnce() {
        authentication.authenticate(message(SECRET, "192.0.2.1"), 1_000);
        String fresh = WebhookSignature.newSecret();
        signers.add(new Signer("tn_two", List.of(fresh)));
        Exchange exchange = message(fresh, "192.0.2.1");

        authentication.authenticate(exchange, 1_000);

        assertThat(exchange.getVariable("tenantId")).isEqualTo("tn_two");
    }

    @Test
    void aSecretThatIsSaidToHaveChangedCountsNoMore() {
        authentication.authenticate(message(SECRET, "192.0.2.1"), 1_000);
        signers.set(0, new Signer("tn_one", List.of(WebhookSignature.newSecret())));

        authentication.forget();

        assertRefused(SECRET, "192.0.2.1", 401);
    }

    @Test
    void whatChangedWhileItWasReadIsReadAgain() {
        meanwhile = () -> {
            meanwhile = () -> {};
            signers.set(0, new Signer("tn_one", List.of(WebhookSignature.newSecret())));
            authentication.forget();
        };
        authentication.authenticate(message(SECRET, "192.0.2.1"), 1_000);

        assertRefused(SECRET, "192.0.2.1", 401);
    }

    @Test
    void manyBadSignaturesAreAnswered429UntilTheWindowIsOver() {
        guess("192.0.2.1", 3, 401);
        int before = reads;
        guess("192.0.2.1", 5, 429);
        assertThat(reads).isEqualTo(before);
        guess("192.0.2.2", 1, 401);

        clock.advance(Duration.ofMinutes(1));
        guess("192.0.2.1", 1, 401);
    }

    @Test
    void whoHasSignedWellIsNotShutOutByAnothersGuessesFromTheSameAddress() {
        authentication.authenticate(message(SECRET, "192.0.2.1"), 1_000);
        guess("192.0.2.1", 3, 401);
        Exchange exchange = message(SECRET, "192.0.2.1");

        authentication.authenticate(exchange, 1_000);

        assertThat(exchange.getVariable("tenantId")).isEqualTo("tn_one");
    }

    @Test
    void aLargeBodyIsNotEvenChecked() {
        assertThatThrownBy(() -> authentication.authenticate(message(SECRET, "192.0.2.1"), 10))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(413));
        assertThat(reads).isZero();
    }

    private void guess(String source, int times, int status) {
        String wrong = WebhookSignature.newSecret();
        for (int i = 0; i < times; i++) {
            assertRefused(wrong, source, status);
        }
    }

    private void assertRefused(String secret, String source, int status) {
        assertThatThrownBy(() -> authentication.authenticate(message(secret, source), 1_000))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(status));
    }

    private Exchange message(String secret, String source) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        Instant now = clock.instant();
        exchange.getMessage().setBody(BODY.getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setHeader("webhook-id", "msg_1");
        exchange.getMessage().setHeader("webhook-timestamp", Long.toString(now.getEpochSecond()));
        exchange.getMessage().setHeader("webhook-signature", signature.sign(secret, "msg_1", now, BODY));
        exchange.getMessage()
                .setHeader(VertxPlatformHttpConstants.REMOTE_ADDRESS, SocketAddress.inetSocketAddress(5060, source));
        return exchange;
    }
}
