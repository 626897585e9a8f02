package io.voicebridge.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CryptoAttributeTest {

    /** The example of RFC 4568 section 6.1. */
    private static final String KEY = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";

    @Test
    void readsTheExampleOfTheRfc() {
        CryptoAttribute crypto = CryptoAttribute.parse("1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20|1:4")
                .orElseThrow();

        assertThat(crypto.tag()).isEqualTo(1);
        assertThat(crypto.suite()).isEqualTo(CryptoSuite.AES_CM_128_HMAC_SHA1_80);
        assertThat(crypto.key()).isEqualTo(Base64.getDecoder().decode(KEY));
        assertThat(crypto.mki()).containsExactly(0, 0, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "|2^31", "|2^48", "|1048576", "|1:4", "|66051:3", "|2^20|1:1"})
    void takesEveryFormOfLifetimeAndMki(String behindTheKey) {
        assertThat(parse(KEY + behindTheKey)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|",
                "||",
                "|2^49",
                "|2^",
                "|0",
                "|-1",
                "|99999999999999999999",
                "|2^20|1",
                "|2^20|256:1",
                "|2^20|1:0",
                "|2^20|1:129",
                "|2^20|:4",
                "|2^20|x:4",
                ";inline:" + KEY
            })
    void passesOverWhatIsNoLifetimeOrMki(String behindTheKey) {
        assertThat(parse(KEY + behindTheKey)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(CryptoSuite.class)
    void readsTheKeyOfEverySuiteWithAndWithoutPadding(CryptoSuite suite) {
        byte[] key = new byte[suite.length()];
        key[0] = 7;
        String unpadded = Base64.getEncoder().withoutPadding().encodeToString(key);

        assertThat(CryptoAttribute.parse("3 " + suite + " inline:" + unpadded)
                        .orElseThrow()
                        .key())
                .isEqualTo(key);
        assertThat(CryptoAttribute.parse(CryptoAttribute.write(3, suite, key))
                        .orElseThrow()
                        .key())
                .isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNENCRYPTED_SRTP",
                "UNENCRYPTED_SRTCP",
                "UNAUTHENTICATED_SRTP",
                "unencrypted_srtp",
                "KDR=3",
                "FEC_ORDER=FEC_SRTP",
                "FEC_KEY=inline:" + KEY,
                "SOMETHING"
            })
    void passesOverALineWithASessionParameterThatMatters(String parameter) {
        assertThat(parse(KEY + " " + parameter)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"WSH=64", "KDR=0", "-SOMETHING=x", "WSH=128 -x"})
    void takesALineWithASessionParameterThatChangesNothing(String parameter) {
        assertThat(parse(KEY + " " + parameter)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NULL_HMAC_SHA1_80",
                "NULL_HMAC_SHA1_32",
                "F8_128_HMAC_SHA1_80",
                "F8_128_HMAC_SHA1_32",
                "AES_CM_128_NULL_AUTH",
                "AES_CM_128_HMAC_SHA1_8"
            })
    void passesOverSuitesThatAreNotSpoken(String suite) {
        assertThat(CryptoAttribute.parse("1 " + suite + " inline:" + KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1 AES_CM_128_HMAC_SHA1_80",
                "x AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "-1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "1234567 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "1 AES_CM_128_HMAC_SHA1_80 uri:" + KEY,
                "1 AES_CM_128_HMAC_SHA1_80 inline:",
                "1 AES_CM_128_HMAC_SHA1_80 inline:WVNf",
                "1 AES_CM_128_HMAC_SHA1_80 inline:!VNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz",
                "1 AES_256_CM_HMAC_SHA1_80 inline:" + KEY
            })
    void passesOverABrokenLine(String value) {
        assertThat(CryptoAttribute.parse(value)).isEmpty();
    }

    @Test
    void neverShowsAKey() {
        assertThat(parse(KEY).orElseThrow().toString()).doesNotContain(KEY.substring(0, 6));
        assertThat(new SdpAttribute("crypto", "1 x inline:" + KEY).toString()).doesNotContain(KEY.substring(0, 6));
    }

    @Property
    void neverThrows(@ForAll String anything) {
        assertThat(CryptoAttribute.parse("1 AES_CM_128_HMAC_SHA1_80 inline:" + anything))
                .isNotNull();
        assertThat(CryptoAttribute.parse(anything)).isNotNull();
    }

    private static Optional<CryptoAttribute> parse(String inline) {
        return CryptoAttribute.parse("1 AES_CM_128_HMAC_SHA1_80 inline:" + inline);
    }
}
