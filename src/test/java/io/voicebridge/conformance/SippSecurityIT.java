package io.voicebridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.call.CallEnd;
import io.voicebridge.call.SrtpSettings;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.admission.AccessList;
import io.voicebridge.sip.admission.InboundPolicy;
import io.voicebridge.sip.admission.Scanners;
import io.voicebridge.sip.auth.DigestAlgorithm;
import io.voicebridge.sip.auth.DigestServer;
import io.voicebridge.sip.dialog.Sipp;
import io.voicebridge.sip.sdp.CryptoSuite;
import io.voicebridge.sip.sdp.Encryption;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SIPp as a caller with a password, and as one whose audio is encrypted: it has no SRTP, but its session descriptions have. */
@RealPeer("SIPp")
class SippSecurityIT extends SippMatrix {

    private void startEncrypted() throws IOException {
        srtp = new SrtpSettings(Encryption.REQUIRE, List.of(CryptoSuite.AES_CM_128_HMAC_SHA1_80), false);
        startAndAnswer();
    }

    @Duty("Digest, inbound")
    @Test
    void digestAuthCaller() throws IOException {
        DigestServer passwords = new DigestServer(
                "voice-bridge",
                Duration.ofMinutes(1),
                List.of(DigestAlgorithm.MD5),
                user -> user.equals("alice") ? Optional.of("wonderland") : Optional.empty(),
                () -> System.nanoTime() / 1_000_000);
        start(
                100,
                InboundPolicy.byAddressOrPassword("matrix", AccessList.of(List.of()), passwords, Scanners.NONE),
                this::answer);
        calls(
                Sipp.scenario("matrix/digest_auth_caller").with("-s", "alice", "-au", "alice", "-ap", "wonderland"),
                Transport.UDP,
                3);
        calls(
                Sipp.scenario("matrix/digest_auth_caller")
                        .overTcp()
                        .with("-s", "alice", "-au", "alice", "-ap", "wonderland"),
                Transport.TCP,
                3);
        ended(6);
    }

    @Rfc(
            value = "4568, 7.1.4; 3261, 13.2.1",
            says =
                    "an INVITE without an offer where audio must be encrypted: RTP/SAVP with our key in the 200, the peer's in the ACK")
    @Test
    void delayedOfferSrtp() throws IOException {
        startEncrypted();
        calls("delayed_offer_srtp", 3);
        assertThat(answered)
                .hasSize(6)
                .allSatisfy(call -> assertThat(call.security().suite()).contains("AES_CM_128_HMAC_SHA1_80"));
        assertThat(ended(6)).allSatisfy(end -> assertThat(end.by()).isEqualTo(CallEnd.By.PEER));
    }

    @Rfc(
            value = "4568, 7.1.4; 3264, 8",
            says = "a re-INVITE with another key is answered with its tag and a key of ours, and the call goes on")
    @Test
    void reinviteNewKey() throws IOException {
        startEncrypted();
        calls("reinvite_new_key", 3);
        assertThat(ended(6)).allSatisfy(end -> assertThat(end.by()).isEqualTo(CallEnd.By.PEER));
        assertThat(answered)
                .allSatisfy(call -> assertThat(call.security().suite()).contains("AES_CM_128_HMAC_SHA1_80"));
    }

    @Duty(
            value = "SRTP",
            says = "A call whose offer was encrypted and whose answer is not is ended, before anything goes in clear")
    @Test
    void delayedOfferSrtpAnsweredPlain() throws IOException {
        startEncrypted();
        calls("delayed_offer_srtp_answered_plain", 3);
        ended(6);
    }

    @Rfc("3264, 6")
    @Test
    void dtlsOffer488() throws IOException {
        startAndAnswer();
        calls("dtls_offer_488", 3);
        assertThat(answered).isEmpty();
    }
}
