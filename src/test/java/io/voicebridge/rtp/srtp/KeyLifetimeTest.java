package io.voicebridge.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import org.junit.jupiter.api.Test;

/** How much is sent under one key. */
class KeyLifetimeTest {

    private static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;

    private final Sending sending =
            new Sending(new MasterKey(SUITE, new byte[SUITE.keyAndSaltLength()], new byte[0]), 3, 2);

    private int packet(int number) {
        byte[] packet = new byte[32 + Protection.OVERHEAD];
        packet[0] = (byte) 0x80;
        packet[3] = (byte) number;
        return sending.protect(packet, 32, 0);
    }

    private int report() {
        byte[] packet = new byte[32 + Protection.OVERHEAD];
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 200;
        return sending.protectControl(packet, 32);
    }

    @Duty(value = "SRTP", says = "No more is sent under a key than it is good for: 2^48 packets of RTP, 2^31 of RTCP")
    @Test
    void endsWithTheLastPacketThatTheKeyIsGoodFor() {
        assertThat(packet(1)).isPositive();
        assertThat(packet(2)).isPositive();
        assertThat(packet(3)).isPositive();
        assertThat(packet(4)).isEqualTo(Protection.FAILED);
    }

    @Test
    void countsReportsForThemselves() {
        packet(1);

        assertThat(report()).isPositive();
        assertThat(report()).isPositive();
        assertThat(report()).isEqualTo(Protection.FAILED);
        assertThat(packet(2)).isPositive();
    }
}
