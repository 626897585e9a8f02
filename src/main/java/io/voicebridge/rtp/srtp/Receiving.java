package io.voicebridge.rtp.srtp;

/** What the peer sends under one master key. One media thread. */
final class Receiving {

    /** Behind the fixed header of RTP (RFC 3550 section 5.1). */
    private static final int RTP_SSRC = 8;

    private static final int RTP_HEADER = 12;
    private static final int EXTENSION = 0x10;

    /** Behind the first word of RTCP (RFC 3550 section 6.4.1). */
    private static final int RTCP_SSRC = 4;

    private static final int RTCP_HEADER = 8;

    private static final int ROUND = 1 << 16;
    private static final int HALF = 1 << 15;

    private final MasterKey key;
    private final byte[] identifier;
    private final int tag; // bytes behind the identifier
    private final int controlTag;
    private final Sources rtp;
    private final Sources control;

    private Source before; // the peer's stream under its last key, until it goes on under this one; or null

    Receiving(MasterKey key) {
        this.key = key;
        this.identifier = key.identifier();
        this.tag = key.suite().tagBehindIdentifier();
        this.controlTag = key.suite().controlTagBehindIdentifier();
        this.rtp = new Sources(key.cipher(StreamKind.RTP));
        this.control = new Sources(key.cipher(StreamKind.RTCP));
    }

    /**
     * The peer sends under this key what it has sent under another: its rollover counter goes on (RFC 3711 section 3.3.1). Peers
     * that let it begin at zero again are understood, too.
     */
    static Receiving after(Receiving before, MasterKey key) {
        Receiving receiving = new Receiving(key);
        receiving.before = before.rtp.latest();
        return receiving;
    }

    boolean uses(MasterKey other) {
        return key.matches(other);
    }

    /** True once a packet of RTP was authentic. */
    boolean isProved() {
        return rtp.latest() != null;
    }

    /** @return as {@link Protection#unprotect} */
    int unprotect(byte[] packet, int length) {
        int from = payload(packet, length);
        if (from < 0 || !hasIdentifier(packet, length, from, tag)) {
            return Protection.NOT_AUTHENTIC;
        }
        int ssrc = Bytes.word(packet, RTP_SSRC);
        int sequence = Bytes.half(packet, 2);
        Source source = rtp.of(ssrc);
        if (source == null) {
            return unknown(packet, from, length, ssrc, sequence);
        }
        long index = source.indexOf(sequence);
        return rtp.open(source, packet, from, length, identifier.length, index);
    }

    /**
     * The first packet of a stream is in its first round, in that of its last key, or in the one after: those before it may have
     * been lost just when the sequence numbers began anew.
     */
    private int unknown(byte[] packet, int from, int length, int ssrc, int sequence) {
        int result = Protection.NOT_AUTHENTIC;
        if (before != null && before.ssrc() == ssrc) {
            result = first(packet, from, length, ssrc, before.round() + sequence);
            if (result < 0 && before.mayRollOver()) {
                result = first(packet, from, length, ssrc, before.round() + ROUND + sequence);
            }
        }
        if (result < 0) {
            result = first(packet, from, length, ssrc, sequence);
        }
        if (result < 0 && sequence < HALF) {
            result = first(packet, from, length, ssrc, ROUND + sequence);
        }
        return result;
    }

    private int first(byte[] packet, int from, int length, int ssrc, long index) {
        int result = rtp.openFirst(ssrc, packet, from, length, identifier.length, index);
        if (result >= 0) {
            before = null;
        }
        return result;
    }

    /** @return as {@link Protection#unprotect} */
    int unprotectControl(byte[] packet, int length) {
        int at = length - controlTag - identifier.length - Integer.BYTES;
        if (at < RTCP_HEADER || !hasIdentifier(packet, length, RTCP_HEADER, controlTag)) {
            return Protection.NOT_AUTHENTIC;
        }
        int ssrc = Bytes.word(packet, RTCP_SSRC);
        int index = Bytes.word(packet, at) & ~StreamKind.ENCRYPTED;
        Source source = control.of(ssrc);
        return source == null
                ? control.openFirst(ssrc, packet, RTCP_HEADER, length, identifier.length, index)
                : control.open(source, packet, RTCP_HEADER, length, identifier.length, index);
    }

    /** Where the payload begins, behind contributing sources and a header extension (RFC 3550 section 5.1); -1 if nowhere. */
    private static int payload(byte[] packet, int length) {
        if (length < RTP_HEADER) {
            return -1;
        }
        int at = RTP_HEADER + (packet[0] & 0x0F) * Integer.BYTES;
        if ((packet[0] & EXTENSION) != 0) {
            at += at + Integer.BYTES > length ? length : Integer.BYTES + Bytes.half(packet, at + 2) * Integer.BYTES;
        }
        return at > length ? -1 : at;
    }

    /** @param behind bytes behind the identifier */
    private boolean hasIdentifier(byte[] packet, int length, int header, int behind) {
        int at = length - behind - identifier.length;
        if (at < header) {
            return false;
        }
        for (int i = 0; i < identifier.length; i++) {
            if (packet[at + i] != identifier[i]) {
                return false;
            }
        }
        return true;
    }

    void erase() {
        rtp.erase();
        control.erase();
        key.erase();
        before = null;
    }
}
