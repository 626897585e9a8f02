package io.voicebridge.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.sip.sdp.Answer.Accepted;
import io.voicebridge.sip.sdp.Answer.Refused;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecuredAudioTest {

    private static final String KEY_128 = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
    private static final LocalMedia ALLOW = local(Encryption.ALLOW, List.of(CryptoSuite.values()));
    private static final LocalMedia REQUIRE = local(Encryption.REQUIRE, List.of(CryptoSuite.values()));

    /** As rtpengine 10.5 writes it: strongest first, keys without padding, null ciphers last. */
    private static final String TWELVE = """
            a=crypto:1 AEAD_AES_256_GCM inline:wKUMtqKYR2qcy4fPpkZVUhm6JXxNYYiXDHnVfOYXqjyhm5lmVVrZyzkc+14
            a=crypto:2 AEAD_AES_128_GCM inline:TXQEsGHgJyYGvYBd7hxnAWBBnDdFXUVBWjX0MQ
            a=crypto:3 AES_256_CM_HMAC_SHA1_80 inline:ALnFfPLfYkXgXQXP8fWKHJWnCdwuhQpYzoNxJwyy6nQVeEGZBIKdbQQ8dnEvdw
            a=crypto:4 AES_256_CM_HMAC_SHA1_32 inline:MUnBcHVjYkZpXQXP8fWKHJWnCdwuhQpYzoNxJwyy6nQVeEGZBIKdbQQ8dnEvdw
            a=crypto:5 AES_192_CM_HMAC_SHA1_80 inline:c2l4dGVlbiBieXRlcyBhbmQgc29tZSBtb3JlIG9mIHRoZW0x
            a=crypto:6 AES_192_CM_HMAC_SHA1_32 inline:c2l4dGVlbiBieXRlcyBhbmQgc29tZSBtb3JlIG9mIHRoZW0y
            a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
            a=crypto:8 AES_CM_128_HMAC_SHA1_32 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVy
            a=crypto:9 F8_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVx
            a=crypto:10 F8_128_HMAC_SHA1_32 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVw
            a=crypto:11 NULL_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVv
            a=crypto:12 NULL_HMAC_SHA1_32 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVu
            """.replace("\n", "\r\n");

    @Test
    void answersSavpWithSavpAndTheFirstUsableLine() {
        Accepted accepted = accepted(offer("RTP/SAVP", TWELVE), ALLOW);

        assertThat(accepted.keys().orElseThrow().suite()).isEqualTo(CryptoSuite.AEAD_AES_256_GCM);
        assertThat(accepted.keys().orElseThrow().theirs()).hasSize(44);
        assertThat(body(accepted))
                .contains("m=audio 20000 RTP/SAVP 0\r\n")
                .containsOnlyOnce("a=crypto:")
                .contains("a=crypto:1 AEAD_AES_256_GCM inline:");
    }

    @Test
    void takesTheFirstLineOfASuiteThatIsAllowed() {
        LocalMedia local = local(Encryption.ALLOW, List.of(CryptoSuite.AES_CM_128_HMAC_SHA1_32));

        Accepted accepted = accepted(offer("RTP/SAVP", TWELVE), local);

        assertThat(body(accepted)).contains("a=crypto:8 AES_CM_128_HMAC_SHA1_32 inline:");
    }

    @Test
    void refusesSavpWithNothingButNullAndF8() {
        String lines = TWELVE.substring(TWELVE.indexOf("a=crypto:9"));

        Refused refused = refused(offer("RTP/SAVP", lines), ALLOW);

        assertThat(refused.status()).isEqualTo(488);
        assertThat(refused.warning()).isEqualTo(306);
        assertThat(refused.text()).startsWith("No usable a=crypto line; supported AEAD_AES_256_GCM");
    }

    @Test
    void refusesPlainAudioWhereEncryptionIsRequired() {
        assertThat(refused(offer("RTP/AVP", ""), REQUIRE))
                .isEqualTo(new Refused(
                        488, 302, "Audio offered on RTP/AVP; this number takes encrypted audio only, on RTP/SAVP"));
    }

    @Test
    void refusesEncryptedAudioWhereItIsOff() {
        LocalMedia off = local(Encryption.OFF, List.of());

        assertThat(refused(offer("RTP/SAVP", TWELVE), off).text())
                .isEqualTo("Audio offered on RTP/SAVP; RTP/AVP is supported");
    }

    @Test
    void answersPlainAudioInPlainThoughItBringsKeys() {
        Accepted accepted = accepted(offer("RTP/AVP", TWELVE), ALLOW);

        assertThat(accepted.keys()).isEmpty();
        assertThat(body(accepted)).contains("RTP/AVP 0").doesNotContain("a=crypto");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RTP/SAVPF", "RTP/SAVP"})
    void answersWithTheProfileThatWasOffered(String profile) {
        assertThat(body(accepted(offer(profile, TWELVE), REQUIRE))).contains("m=audio 20000 " + profile + " 0\r\n");
    }

    @Test
    void refusesDtls() {
        String fingerprint = "a=fingerprint:sha-256 AB:CD\r\na=setup:actpass\r\n";

        assertThat(refused(offer("UDP/TLS/RTP/SAVPF", fingerprint), ALLOW).warning())
                .isEqualTo(302);
        assertThat(refused(offer("RTP/SAVPF", fingerprint), ALLOW).warning()).isEqualTo(306);
    }

    @Test
    void keepsItsKeyWhenTheSameSuiteIsOfferedAgain() {
        Accepted first = accepted(offer("RTP/SAVP", TWELVE), ALLOW);
        Accepted second = accepted(offer("RTP/SAVP", TWELVE), ALLOW.next());

        assertThat(second.keys().orElseThrow().ours())
                .isEqualTo(first.keys().orElseThrow().ours());
    }

    @Test
    void twoSessionsHaveDifferentKeys() {
        LocalMedia other = local(Encryption.ALLOW, List.of(CryptoSuite.values()));

        assertThat(accepted(offer("RTP/SAVP", TWELVE), other)
                        .keys()
                        .orElseThrow()
                        .ours())
                .isNotEqualTo(accepted(offer("RTP/SAVP", TWELVE), ALLOW)
                        .keys()
                        .orElseThrow()
                        .ours());
    }

    @Test
    void offersSavpWithEverySuiteInItsOrder() {
        String offer = new String(OfferAnswer.offer(REQUIRE), StandardCharsets.US_ASCII);

        assertThat(offer)
                .contains("m=audio 20000 RTP/SAVP 0 8 101\r\n")
                .contains("a=crypto:1 AEAD_AES_256_GCM inline:")
                .contains("a=crypto:6 AES_CM_128_HMAC_SHA1_32 inline:");
    }

    @Test
    void offersPlainAudioWhereEncryptionIsAllowedOnly() {
        assertThat(new String(OfferAnswer.offer(ALLOW), StandardCharsets.US_ASCII))
                .contains("RTP/AVP 0 8 101")
                .doesNotContain("a=crypto");
    }

    @ParameterizedTest
    @EnumSource(CryptoSuite.class)
    void bothSidesAgreeOnTheKeysOfAnOffer(CryptoSuite suite) {
        LocalMedia peer = LocalMedia.of(new InetSocketAddress("192.0.2.11", 30000), Reach.PRIVATE)
                .with(new MediaSecurity(Encryption.ALLOW, List.of(suite), new SecureRandom()));
        Accepted theirs = accepted(new String(OfferAnswer.offer(REQUIRE), StandardCharsets.US_ASCII), peer);
        Accepted ours = (Accepted) OfferAnswer.accept(theirs.sdp(), REQUIRE);

        assertThat(ours.keys().orElseThrow().suite()).isEqualTo(suite);
        assertThat(ours.keys().orElseThrow().ours())
                .isEqualTo(theirs.keys().orElseThrow().theirs());
        assertThat(ours.keys().orElseThrow().theirs())
                .isEqualTo(theirs.keys().orElseThrow().ours());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RTP/AVP|",
                "RTP/SAVP|",
                "RTP/SAVP|a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_128,
                "RTP/SAVP|a=crypto:12 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_128,
                "RTP/SAVP|a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_128 + " UNENCRYPTED_SRTP",
                "RTP/SAVP|a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_128
                        + "|a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_128
            })
    void refusesAnAnswerThatDoesNotFitTheOffer(String protocolAndLines) {
        int bar = protocolAndLines.indexOf('|');
        String lines = protocolAndLines.substring(bar + 1).replace("|", "\r\n");
        String answer = offer(protocolAndLines.substring(0, bar), lines.isEmpty() ? "" : lines + "\r\n");

        assertThat(OfferAnswer.accept(bytes(answer), REQUIRE)).isInstanceOf(Refused.class);
    }

    @Test
    void refusesASecuredAnswerToAPlainOffer() {
        String answer = offer("RTP/SAVP", "a=crypto:1 AEAD_AES_256_GCM inline:" + KEY_128 + "\r\n");

        assertThat(OfferAnswer.accept(bytes(answer), ALLOW)).isInstanceOf(Refused.class);
    }

    @Test
    void knowsWhereRtcpGoes() {
        assertThat(accepted(offer("RTP/AVP", ""), ALLOW).rtcp()).isEqualTo(new InetSocketAddress("198.51.100.7", 4001));
        assertThat(accepted(offer("RTP/AVP", "a=rtcp:5005 IN IP4 203.0.113.9\r\n"), ALLOW)
                        .rtcp())
                .isEqualTo(new InetSocketAddress("198.51.100.7", 5005));
    }

    private static LocalMedia local(Encryption encryption, List<CryptoSuite> suites) {
        return LocalMedia.of(new InetSocketAddress("192.0.2.10", 20000), Reach.PRIVATE)
                .with(new MediaSecurity(encryption, suites, new SecureRandom()));
    }

    private static String offer(String protocol, String lines) {
        return "v=0\r\no=- 1 1 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\nm=audio 4000 " + protocol
                + " 0\r\n" + lines;
    }

    private static Accepted accepted(String offer, LocalMedia local) {
        Answer answer = OfferAnswer.negotiate(bytes(offer), local);
        assertThat(answer).isInstanceOf(Accepted.class);
        return (Accepted) answer;
    }

    private static Refused refused(String offer, LocalMedia local) {
        return (Refused) OfferAnswer.negotiate(bytes(offer), local);
    }

    private static byte[] bytes(String sdp) {
        return sdp.getBytes(StandardCharsets.US_ASCII);
    }

    private static String body(Accepted accepted) {
        return new String(accepted.sdp(), StandardCharsets.US_ASCII);
    }
}
