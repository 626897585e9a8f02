package io.voicebridge.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.voicebridge.conformance.Duty;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Duty("Digest, outbound")
class ChallengeTest {

    private static Optional<Challenge> parse(String value) {
        return Challenge.parse(Challenger.USER_AGENT, value);
    }

    @Test
    void readsEveryPartOfAChallenge() {
        Challenge challenge = parse("Digest realm=\"sip.example.com\",\tnonce = \"a,b\", opaque=\"\", stale=TRUE ,"
                        + " algorithm=SHA-256, qop=\"auth-int, auth\", domain=\"sip:x\"")
                .orElseThrow();

        assertThat(challenge.realm()).isEqualTo("sip.example.com");
        assertThat(challenge.nonce()).isEqualTo("a,b");
        assertThat(challenge.opaque()).contains("");
        assertThat(challenge.stale()).isTrue();
        assertThat(challenge.algorithm()).isEqualTo(DigestAlgorithm.SHA_256);
        assertThat(challenge.protection()).isEqualTo(Protection.AUTH);
    }

    @Test
    void takesMd5WithoutProtectionWhereNothingIsSaid() {
        Challenge challenge = parse("digest realm=\"r\", nonce=\"n\"").orElseThrow();

        assertThat(challenge.algorithm()).isEqualTo(DigestAlgorithm.MD5);
        assertThat(challenge.protection()).isEqualTo(Protection.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest",
                "Digest ",
                "DigestX realm=\"r\", nonce=\"n\"",
                "Basic realm=\"r\"",
                "Digest realm=\"r\"",
                "Digest nonce=\"n\"",
                "Digest realm=\"r\", nonce=\"n",
                "Digest realm=\"r\", nonce=\"n\\",
                "Digest realm=\"r\" nonce=\"n\"",
                "Digest realm=\"r\", nonce=\"n\",",
                "Digest realm=\"r\", nonce=\"n\", nonce=\"m\"",
                "Digest realm=\"r\", nonce=\"n\", NONCE=\"m\"",
                "Digest realm=\"r\", nonce=\"n\", =x",
                "Digest realm=\"r\", nonce=\"n\u0000\"",
                "Digest realm=\"r\", nonce=\"n\", algorithm=AKAv1-MD5",
                "Digest realm=\"r\", nonce=\"n\", qop=\"none\"",
                "Digest realm=\"r\", nonce=\"n\", Digest realm=\"s\"",
            })
    void leavesOutWhatItCannotAnswer(String value) {
        assertThat(parse(value)).isEmpty();
    }

    @Test
    void leavesOutAChallengeWithTooManyParameters() {
        StringBuilder value = new StringBuilder("Digest realm=\"r\", nonce=\"n\"");
        for (int i = 0; i < AuthParameters.MOST; i++) {
            value.append(", p").append(i).append("=1");
        }
        assertThat(parse(value.toString())).isEmpty();
    }

    @Test
    void leavesOutAChallengeThatIsTooLong() {
        assertThat(parse("Digest realm=\"r\", nonce=\"" + "n".repeat(AuthParameters.LONGEST) + '"'))
                .isEmpty();
    }

    @Property
    void neverFailsOnWhatAPeerSends(@ForAll @StringLength(max = 300) String tail) {
        assertThatCode(() -> parse("Digest " + tail)).doesNotThrowAnyException();
        assertThatCode(() -> Authorization.parse("Digest username=\"u\"," + tail))
                .doesNotThrowAnyException();
    }
}
