package io.voicebridge.rtp.srtp;

import static io.voicebridge.rtp.srtp.Peers.SSRC;
import static io.voicebridge.rtp.srtp.Peers.protect;
import static io.voicebridge.rtp.srtp.Peers.protectControl;
import static io.voicebridge.rtp.srtp.Peers.report;
import static io.voicebridge.rtp.srtp.Peers.unprotect;
import static io.voicebridge.rtp.srtp.Peers.unprotectControl;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packets there and back, with an SRTP that others wrote: jitsi-srtp. */
class JitsiSrtpTest {

    private static final int PACKETS = 300;

    @Rfc(value = "3711, 3.3", says = "Packets of each length are read by jitsi-srtp")
    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void isUnderstood(SrtpSuite suite) throws GeneralSecurityException {
        Srtp ours = new Srtp(Peers.keys(suite, 1));
        JitsiPeer jitsi = new JitsiPeer(false, suite, Peers.key(suite, 1));

        for (int n = 0; n < PACKETS; n++) {
            byte[] packet = withPayloadOf(n);
            assertThat(jitsi.unprotect(protect(ours, packet)))
                    .as("packet %d", n)
                    .isEqualTo(packet);
            assertThat(jitsi.unprotectControl(protectControl(ours, report(SSRC, n))))
                    .isEqualTo(report(SSRC, n));
        }
    }

    @Rfc(
            value = "3711, 3.3",
            says = "Those of jitsi-srtp are read, also with contributing sources and header extensions")
    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void understands(SrtpSuite suite) throws GeneralSecurityException {
        Srtp ours = new Srtp(Peers.keys(suite, 1));
        JitsiPeer jitsi = new JitsiPeer(true, suite, Peers.key(suite, 2));
        Random random = new Random(1);
        int sequence = 65_400;

        for (int n = 0; n < PACKETS; n++) {
            byte[] packet = random.nextBoolean() ? Peers.plain(sequence) : decorated(sequence, random);
            assertThat(unprotect(ours, jitsi.protect(packet)))
                    .as("packet %d", n)
                    .isEqualTo(packet);
            assertThat(unprotectControl(ours, jitsi.protectControl(report(SSRC, n))))
                    .isEqualTo(report(SSRC, n));
            sequence = sequence + 1 + random.nextInt(3) & 0xFFFF;
        }
    }

    private static byte[] withPayloadOf(int length) {
        byte[] packet = Arrays.copyOf(Peers.plain(length), 12 + length);
        new Random(length).nextBytes(packet);
        System.arraycopy(Peers.plain(length), 0, packet, 0, 12);
        return packet;
    }

    /** With up to 15 contributing sources and an extension of up to four words (RFC 3550 section 5.1 and 5.3.1). */
    private static byte[] decorated(int sequence, Random random) {
        byte[] packet = Peers.plain(sequence);
        int sources = random.nextInt(16);
        packet[0] = (byte) (0x90 | sources);
        packet[12 + sources * 4 + 2] = 0;
        packet[12 + sources * 4 + 3] = (byte) random.nextInt(5);
        return packet;
    }
}
