package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RtpHeaderTest {

    @Property
    void readsWhatItWrites(
            @ForAll boolean marker,
            @ForAll @IntRange(max = 127) int type,
            @ForAll @IntRange(max = 65_535) int sequence,
            @ForAll int timestamp,
            @ForAll int ssrc) {
        byte[] packet = new byte[RtpHeader.SIZE];

        RtpHeader.write(packet, marker, type, sequence, timestamp, ssrc);

        assertThat(RtpHeader.marker(packet)).isEqualTo(marker);
        assertThat(RtpHeader.payloadType(packet)).isEqualTo(type);
        assertThat(RtpHeader.sequence(packet)).isEqualTo(sequence);
        assertThat(RtpHeader.timestamp(packet)).isEqualTo(timestamp);
        assertThat(RtpHeader.ssrc(packet)).isEqualTo(ssrc);
        assertThat(RtpHeader.payloadOffset(packet, packet.length)).isEqualTo(RtpHeader.SIZE);
    }

    @Test
    void passesOverContributingSourcesAndExtension() {
        byte[] packet = new byte[12 + 8 + 4 + 4 + 3];
        packet[0] = (byte) 0x92; // version 2, extension, two CSRCs
        packet[23] = 1; // a word of extension

        assertThat(RtpHeader.payloadOffset(packet, packet.length)).isEqualTo(28);
        assertThat(RtpHeader.payloadLength(packet, packet.length, 28)).isEqualTo(3);
    }

    @Test
    void takesPaddingOffThePayload() {
        byte[] packet = new byte[20];
        packet[0] = (byte) 0xA0;
        packet[19] = 3;

        assertThat(RtpHeader.payloadLength(packet, 20, 12)).isEqualTo(5);
        packet[19] = 9;
        assertThat(RtpHeader.payloadLength(packet, 20, 12)).isEqualTo(-1);
    }

    @Property
    void staysInsideAnyDatagram(@ForAll @Size(max = 100) byte[] datagram) {
        int offset = RtpHeader.payloadOffset(datagram, datagram.length);

        if (offset >= 0) {
            int length = RtpHeader.payloadLength(datagram, datagram.length, offset);
            assertThat(offset + Math.max(0, length)).isLessThanOrEqualTo(datagram.length);
        } else {
            assertThat(offset).isEqualTo(-1);
        }
    }
}
