package io.voicebridge.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSignatureTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_614_265_330);
    private static final String TEXT = "{\"test\": 2432232314}";
    private static final byte[] BODY = TEXT.getBytes(StandardCharsets.UTF_8);

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

    @ParameterizedTest
    @CsvSource({"-301, false", "-300, true", "-120, true", "120, true", "300, true", "301, false"})
    void takesTheClockOfASenderThatIsUpToFiveMinutesOff(long ahead, boolean taken) {
        Instant sent = NOW.plusSeconds(ahead);
        String signature = signatures.sign(SECRET, ID, sent, TEXT);

        assertThat(signatures.isSigned(headers(sent.getEpochSecond(), signature), BODY, List.of(SECRET)))
                .isEqualTo(taken);
    }

    @Test
    void aMessageThatSomebodyRecordedIsGoodForNoOtherIdOrTimeAndNotForLater() {
        assertThat(signatures.isSigned(
                        new WebhookSignature.Headers("msg_2", Long.toString(NOW.getEpochSecond()), SIGNATURE),
                        BODY,
                        List.of(SECRET)))
                .isFalse();
        assertThat(signatures.isSigned(headers(NOW.getEpochSecond() + 1, SIGNATURE), BODY, List.of(SECRET)))
                .isFalse();
        WebhookSignature later = new WebhookSignature(Clock.fixed(NOW.plusSeconds(301), ZoneOffset.UTC));
        assertThat(later.isSigned(headers(NOW.getEpochSecond(), SIGNATURE), BODY, List.of(SECRET)))
                .isFalse();
    }

    @Test
    void refusesEveryForgery() {
        String good = SIGNATURE.substring("v1,".length());
        String other = signatures.sign(WebhookSignature.newSecret(), ID, NOW, TEXT);
        for (String forged : List.of(
                "",
                " ",
                "v1",
                "v1,",
                good,
                "v1a," + good,
                "V1," + good,
                "v1,," + good,
                "v1," + good + "=",
                "v1," + good.substring(1),
                "v1," + good.toLowerCase(Locale.ROOT),
                SIGNATURE + "\n",
                other,
                other + ' ' + "x".repeat(2_000) + ' ' + SIGNATURE)) {
            assertThat(signatures.isSigned(headers(NOW.getEpochSecond(), forged), BODY, List.of(SECRET)))
                    .as(forged)
                    .isFalse();
        }
    }

    /** What is signed is the number as it is written: another spelling of it is another message. */
    @Test
    void refusesEverySpellingOfATimeButOne() {
        for (String time : List.of(
                "",
                "+1614265330",
                "01614265330",
                " 1614265330",
                "1614265330.0",
                "1614265330e0",
                "0x60376D72",
                "-1",
                "NaN",
                "9".repeat(400))) {
            assertThat(signatures.isSigned(new WebhookSignature.Headers(ID, time, SIGNATURE), BODY, List.of(SECRET)))
                    .as(time)
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
