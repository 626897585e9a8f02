package io.voicebridge.rtp.srtp;

import static io.voicebridge.rtp.srtp.Peers.SSRC;
import static io.voicebridge.rtp.srtp.Peers.flipped;
import static io.voicebridge.rtp.srtp.Peers.keys;
import static io.voicebridge.rtp.srtp.Peers.protectControl;
import static io.voicebridge.rtp.srtp.Peers.report;
import static io.voicebridge.rtp.srtp.Peers.unprotectControl;
import static io.voicebridge.rtp.srtp.Peers.withIdentifier;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtcpTest {

    @Rfc(
            value = "3711, 3.4",
            says = "RTCP is encrypted and authenticated, with an index of its own and each packet once")
    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void carriesReportsAndTakesEachOnce(SrtpSuite suite) {
        Peers peers = new Peers(suite);

        for (int n = 0; n < 100; n++) {
            byte[] wire = protectControl(peers.ours, report(SSRC, n));

            assertThat(unprotectControl(peers.theirs, wire)).isEqualTo(report(SSRC, n));
            assertThat(peers.theirs.unprotectControl(wire, wire.length)).isEqualTo(Protection.REPLAYED);
        }
    }

    @Rfc(value = "4568, 6.2.2", says = "SRTCP has a tag of 80 bits also where SRTP has one of 32")
    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void addsIndexAndTag(SrtpSuite suite) {
        byte[] plain = report(SSRC, 1);

        byte[] wire = protectControl(new Peers(suite).ours, plain);

        assertThat(wire.length - plain.length).isEqualTo(suite.name().startsWith("AEAD") ? 4 + 16 : 4 + 10);
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void refusesAReportWithAnyBitChanged(SrtpSuite suite) {
        Peers peers = new Peers(suite);
        byte[] wire = protectControl(peers.ours, report(SSRC, 1));

        for (int bit = 0; bit < wire.length * 8; bit++) {
            assertThat(unprotectControl(peers.theirs, flipped(wire, bit))).isEmpty();
        }
        assertThat(unprotectControl(peers.theirs, wire)).isEqualTo(report(SSRC, 1));
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void takesReportsWithTheMasterKeyIdentifierThatWasAgreedOn(SrtpSuite suite) {
        byte[] identifier = {7};
        Srtp receiver = new Srtp(keys(suite, 1, 2, identifier));
        byte[] wire = protectControl(new Srtp(keys(suite, 1)), report(SSRC, 1));

        assertThat(unprotectControl(receiver, withIdentifier(wire, identifier, suite.controlTagBehindIdentifier())))
                .isEqualTo(report(SSRC, 1));
    }

    @Rfc(
            value = "3711, 3.4",
            says = "RTCP is encrypted and authenticated, with an index of its own and each packet once")
    @Test
    void countsReportsFromZero() {
        Srtp srtp = new Peers(SrtpSuite.AES_CM_128_HMAC_SHA1_80).ours;

        for (int n = 0; n < 3; n++) {
            byte[] wire = protectControl(srtp, report(SSRC, 1));
            assertThat(Bytes.word(wire, wire.length - 14)).isEqualTo(1 << 31 | n);
        }
    }
}
