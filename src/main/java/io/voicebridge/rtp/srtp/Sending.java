package io.voicebridge.rtp.srtp;

/**
 * What we send under one master key, and no more than it is good for (RFC 3711 section 9.2): then nothing goes out under it, for
 * a packet index that came twice would show what both packets hold. That holds also when another key was used in between (section
 * 9.1). One media thread.
 */
final class Sending {

    private static final long MOST = 1L << 48;
    private static final long MOST_CONTROL = 1L << 31;

    /** Our packets of RTP have no contributing sources and no header extension. */
    private static final int RTP_HEADER = 12;

    private static final int RTP_SSRC = 8;
    private static final int RTCP_HEADER = 8;
    private static final int RTCP_SSRC = 4;

    private final MasterKey key;
    private final long most;
    private final long mostControl;
    private final PacketCipher rtp;
    private final PacketCipher control;

    private long packets;
    private long controlPackets;

    Sending(MasterKey key) {
        this(key, MOST, MOST_CONTROL);
    }

    /** @param most packets of RTP, and of RTCP, that the key is good for */
    Sending(MasterKey key, long most, long mostControl) {
        this.key = key;
        this.most = most;
        this.mostControl = mostControl;
        this.rtp = key.cipher(StreamKind.RTP);
        this.control = key.cipher(StreamKind.RTCP);
    }

    boolean uses(MasterKey other) {
        return key.matches(other);
    }

    /** @param roc rollover counter of this packet */
    int protect(byte[] packet, int length, int roc) {
        if (packets == most) {
            return Protection.FAILED;
        }
        key.requireUnerased();
        packets++;
        long index = (long) roc << 16 | Bytes.half(packet, 2);
        return rtp.seal(packet, RTP_HEADER, length, Bytes.word(packet, RTP_SSRC), index);
    }

    int protectControl(byte[] packet, int length) {
        if (controlPackets == mostControl) {
            return Protection.FAILED;
        }
        key.requireUnerased();
        long index = controlPackets++;
        return control.seal(packet, RTCP_HEADER, length, Bytes.word(packet, RTCP_SSRC), index);
    }

    void erase() {
        rtp.erase();
        control.erase();
        key.erase();
    }
}
