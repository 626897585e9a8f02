package io.voicebridge.rtp.rtcp;

import java.nio.charset.StandardCharsets;

/**
 * Writes a compound packet (RFC 3550 sections 6.1 to 6.6): a report first, then who sends it, then perhaps a goodbye. Used
 * by one thread; a compound allocates nothing.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  count  |      PT       |     length in words - 1       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         SSRC of sender                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class RtcpWriter {

    private static final int LONGEST_NAME = 255;

    private final int ssrc;
    private final byte[] packet;
    private final byte[] name;
    private int length;
    private int head; // of the packet within the compound that is being written

    /**
     * @param name the canonical name (section 6.5.1)
     * @param spare bytes that stay free behind a compound, for what protects it
     */
    public RtcpWriter(int ssrc, String name, int spare) {
        this.ssrc = ssrc;
        this.name = name.getBytes(StandardCharsets.UTF_8);
        if (this.name.length > LONGEST_NAME) {
            throw new IllegalArgumentException("The canonical name is longer than 255 bytes");
        }
        this.packet = new byte[28 + 24 + 12 + this.name.length + 3 + 8 + spare];
    }

    /** Begins a compound with the report of one who sends. */
    public RtcpWriter senderReport(long ntp, int rtpTimestamp, long packets, long bytes) {
        length = 0;
        begin(RtcpReader.SENDER_REPORT, 0);
        word((int) (ntp >>> 32));
        word((int) ntp);
        word(rtpTimestamp);
        word((int) packets);
        word((int) bytes);
        end();
        return this;
    }

    /** Begins a compound with the report of one who only receives. */
    public RtcpWriter receiverReport() {
        length = 0;
        begin(RtcpReader.RECEIVER_REPORT, 0);
        end();
        return this;
    }

    /**
     * Adds what was received of a source to the report.
     *
     * @param fractionLost of 256
     * @param lastReport middle 32 bits of the time in the source's last sender report; 0 if none came
     * @param delay since then, in 1/65536 s
     */
    public RtcpWriter block(
            int source, int fractionLost, long lost, int highest, int jitter, int lastReport, int delay) {
        packet[head]++;
        word(source);
        word(fractionLost << 24 | (int) Math.max(-0x80_0000, Math.min(lost, 0x7F_FFFF)) & 0xFF_FFFF);
        word(highest);
        word(jitter);
        word(lastReport);
        word(delay);
        end();
        return this;
    }

    /** Adds the source description with the canonical name, which every compound has. */
    public RtcpWriter description() {
        begin(RtcpReader.DESCRIPTION, 1);
        packet[length++] = 1;
        packet[length++] = (byte) name.length;
        System.arraycopy(name, 0, packet, length, name.length);
        length += name.length;
        do {
            packet[length++] = 0; // the end of the list, and on to the next word
        } while ((length - head & 3) != 0);
        end();
        return this;
    }

    /** Adds that we leave. */
    public RtcpWriter goodbye() {
        begin(RtcpReader.GOODBYE, 1);
        end();
        return this;
    }

    /** The compound; the array is used again for the next. */
    public byte[] packet() {
        return packet;
    }

    /** Bytes of the compound. */
    public int length() {
        return length;
    }

    private void begin(int type, int count) {
        head = length;
        packet[length++] = (byte) (0x80 | count);
        packet[length++] = (byte) type;
        length += 2;
        word(ssrc);
    }

    private void end() {
        int words = (length - head) / 4 - 1;
        packet[head + 2] = (byte) (words >> 8);
        packet[head + 3] = (byte) words;
    }

    private void word(int value) {
        packet[length++] = (byte) (value >> 24);
        packet[length++] = (byte) (value >> 16);
        packet[length++] = (byte) (value >> 8);
        packet[length++] = (byte) value;
    }
}
