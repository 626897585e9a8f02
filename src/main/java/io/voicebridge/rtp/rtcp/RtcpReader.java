package io.voicebridge.rtp.rtcp;

/**
 * Reads compound packets of a stranger (RFC 3550 sections 6.4 to 6.6) in place: nothing is copied, nothing is read beyond
 * the end, and a compound that is not whole is not read at all. A compound starts at index 0 of its array.
 */
public final class RtcpReader {

    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int DESCRIPTION = 202;
    static final int GOODBYE = 203;

    private static final int HEADER = 4;
    private static final int SENDER_INFO = 20;
    private static final int BLOCK = 24;

    private RtcpReader() {}

    /** Told what a compound says, in the order of the compound. */
    public interface Sink {

        /** @param ntpMiddle the middle 32 bits of its time: what a report about us would give back */
        void senderReport(int ssrc, int ntpMiddle);

        /**
         * What the reporter received of a source.
         *
         * @param fractionLost of 256, since its last report
         * @param lost in all; less than 0 if packets came twice
         * @param highest sequence number with the count of its cycles above
         * @param jitter in steps of the timestamp
         * @param lastReport of {@link #senderReport}; 0 if it got none
         * @param delay since then, in 1/65536 s
         */
        void block(int source, int fractionLost, int lost, int highest, int jitter, int lastReport, int delay);

        /** A source leaves. */
        void goodbye(int ssrc);
    }

    /**
     * True if these bytes are RTCP and not RTP, should both share a port (RFC 5761 section 4): packet types of RTCP have
     * no place among the payload types that are in use.
     */
    public static boolean isControl(byte[] packet, int length) {
        return length >= HEADER && (packet[1] & 0xFF) >= 192 && (packet[1] & 0xFF) <= 223;
    }

    /**
     * True if it is a compound as appendix A.2 checks it: version 2 throughout, a report first and unpadded, padding on the
     * last packet alone, and lengths that add up.
     */
    public static boolean isCompound(byte[] packet, int length) {
        if (length < 8
                || (packet[0] & 0xE0) != 0x80
                || (packet[1] & 0xFF) != SENDER_REPORT && (packet[1] & 0xFF) != RECEIVER_REPORT) {
            return false;
        }
        int at = 0;
        while (at < length) {
            if (at + HEADER > length || (packet[at] & 0xC0) != 0x80) {
                return false;
            }
            int next = at + size(packet, at);
            boolean padded = (packet[at] & 0x20) != 0;
            if (next > length || padded && next != length) {
                return false;
            }
            at = next;
        }
        return true;
    }

    /** Whose compound it is. */
    public static int sender(byte[] compound) {
        return word(compound, HEADER);
    }

    /** Reads a compound that {@link #isCompound}. What it does not know, or what is too short, it passes over. */
    public static void read(byte[] packet, int length, Sink sink) {
        for (int at = 0; at < length; at += size(packet, at)) {
            int end = end(packet, at);
            int count = packet[at] & 0x1F;
            switch (packet[at + 1] & 0xFF) {
                case SENDER_REPORT -> senderReport(packet, at, end, count, sink);
                case RECEIVER_REPORT -> blocks(packet, at + HEADER + 4, end, count, sink);
                case GOODBYE -> goodbyes(packet, at + HEADER, end, count, sink);
                default -> {
                    // Names, applications, feedback and extended reports say nothing that we act on.
                }
            }
        }
    }

    private static void senderReport(byte[] packet, int at, int end, int count, Sink sink) {
        int info = at + HEADER + 4;
        if (info + SENDER_INFO > end) {
            return;
        }
        sink.senderReport(word(packet, at + HEADER), word(packet, info + 2));
        blocks(packet, info + SENDER_INFO, end, count, sink);
    }

    private static void blocks(byte[] packet, int from, int end, int count, Sink sink) {
        int at = from;
        for (int i = 0; i < count && at + BLOCK <= end; i++, at += BLOCK) {
            int losses = word(packet, at + 4);
            sink.block(
                    word(packet, at),
                    losses >>> 24,
                    losses << 8 >> 8,
                    word(packet, at + 8),
                    word(packet, at + 12),
                    word(packet, at + 16),
                    word(packet, at + 20));
        }
    }

    private static void goodbyes(byte[] packet, int from, int end, int count, Sink sink) {
        int at = from;
        for (int i = 0; i < count && at + 4 <= end; i++, at += 4) {
            sink.goodbye(word(packet, at));
        }
    }

    private static int size(byte[] packet, int at) {
        return 4 * (((packet[at + 2] & 0xFF) << 8 | packet[at + 3] & 0xFF) + 1);
    }

    /** Where the packet ends, without its padding. */
    private static int end(byte[] packet, int at) {
        int end = at + size(packet, at);
        return (packet[at] & 0x20) == 0 ? end : Math.max(at, end - (packet[end - 1] & 0xFF));
    }

    private static int word(byte[] b, int at) {
        return (b[at] & 0xFF) << 24 | (b[at + 1] & 0xFF) << 16 | (b[at + 2] & 0xFF) << 8 | b[at + 3] & 0xFF;
    }
}
