package io.voicebridge.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_614_265_330);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    /** The example of the Standard Webhooks specification. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";

    private final WebhookSignature signatures = new WebhookSignature(Clock.fixed(NOW, ZoneOffset.UTC));

    private static WebhookSignature.Headers headers(long timestamp, String signature) {
        return new WebhookSignature.Headers(ID, Long.toString(timestamp), signature);
    }

    @Test
    void acceptsTheExampleOfTheSpecification() {
        assertThat(signatures.isSigned(headers(NOW.getEpochSecond(), SIGNATURE), BODY, List.of(SECRET)))
                .isTrue();
    }

    @Test
    void acceptsEitherOfTwoLiveSecretsAndOneOfSeveralSignatures() {
        WebhookSignature.Headers headers = headers(NOW.getEpochSecond(), "v1a,x v1,AAAA " + SIGNATURE);

        assertThat(signatures.isSigned(headers, BODY, List.of(WebhookSignature.newSecret(), SECRET)))
                .isTrue();
    }

    @Test
    void refusesATimestampThatIsTooFarOff() {
        for (long off : new long[] {-301, 301}) {
            long at = NOW.getEpochSecond() + off;
            String signature =
                    signatures.sign(SECRET, ID, Instant.ofEpochSecond(at), new String(BODY, StandardCharsets.UTF_8));

            assertThat(signatures.isSigned(headers(at, signature), BODY, List.of(SECRET)))
                    .isFalse();
        }
    }

    @Test
    void refusesAnotherBodyAndAMissingHeader() {
        assertThat(signatures.isSigned(
                        headers(NOW.getEpochSecond(), SIGNATURE),
                        "{}".getBytes(StandardCharsets.UTF_8),
                        List.of(SECRET)))
                .isFalse();
        assertThat(signatures.isSigned(new WebhookSignature.Headers(null, null, null), BODY, List.of(SECRET)))
                .isFalse();
    }
}
