package io.voicebridge.rtp;

/**
 * Accessors over the bytes of an RTP packet (RFC 3550 section 5.1); nothing is copied.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           synchronization source (SSRC) identifier            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |            contributing source (CSRC) identifiers             |
 * |                             ....                              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>A packet starts at index 0 of its array.
 */
final class RtpHeader {

    /** Bytes of a header without CSRCs and without extension. */
    static final int SIZE = 12;

    private RtpHeader() {}

    static boolean marker(byte[] packet) {
        return (packet[1] & 0x80) != 0;
    }

    static int payloadType(byte[] packet) {
        return packet[1] & 0x7F;
    }

    static int sequence(byte[] packet) {
        return (packet[2] & 0xFF) << 8 | packet[3] & 0xFF;
    }

    static int timestamp(byte[] packet) {
        return word(packet, 4);
    }

    static int ssrc(byte[] packet) {
        return word(packet, 8);
    }

    /** Where the payload starts, behind CSRCs and extension; -1 if these bytes are no RTP packet. */
    static int payloadOffset(byte[] packet, int length) {
        if (length < SIZE || (packet[0] & 0xC0) != 0x80) {
            return -1;
        }
        int offset = SIZE + 4 * (packet[0] & 0x0F);
        if ((packet[0] & 0x10) != 0) {
            if (offset + 4 > length) {
                return -1;
            }
            offset += 4 + 4 * ((packet[offset + 2] & 0xFF) << 8 | packet[offset + 3] & 0xFF);
        }
        return offset <= length ? offset : -1;
    }

    /** Bytes of payload from {@code payloadOffset} on, without padding; -1 if the padding is longer than the payload. */
    static int payloadLength(byte[] packet, int length, int payloadOffset) {
        int size = length - payloadOffset;
        if ((packet[0] & 0x20) == 0) {
            return size;
        }
        int padding = size == 0 ? 0 : packet[length - 1] & 0xFF;
        return padding == 0 || padding > size ? -1 : size - padding;
    }

    /** Writes a header without CSRCs and without extension. */
    static void write(byte[] packet, boolean marker, int payloadType, int sequence, int timestamp, int ssrc) {
        packet[0] = (byte) 0x80;
        packet[1] = (byte) (marker ? payloadType | 0x80 : payloadType);
        packet[2] = (byte) (sequence >> 8);
        packet[3] = (byte) sequence;
        word(packet, 4, timestamp);
        word(packet, 8, ssrc);
    }

    private static int word(byte[] b, int at) {
        return (b[at] & 0xFF) << 24 | (b[at + 1] & 0xFF) << 16 | (b[at + 2] & 0xFF) << 8 | b[at + 3] & 0xFF;
    }

    private static void word(byte[] b, int at, int value) {
        b[at] = (byte) (value >> 24);
        b[at + 1] = (byte) (value >> 16);
        b[at + 2] = (byte) (value >> 8);
        b[at + 3] = (byte) value;
    }
}
