package io.voicebridge.rtp.srtp;

/** What the peer sends under one master key. One media thread. */
final class Receiving {

    /** Behind the fixed header of RTP (RFC 3550 section 5.1). */
    private static final int RTP_SSRC = 8;

    private static final int RTP_HEADER = 12;

    /** Behind the first word of RTCP (RFC 3550 section 6.4.1). */
    private static final int RTCP_SSRC = 4;

    private static final int RTCP_HEADER = 8;

    private final MasterKey key;
    private final Sources rtp;
    private final Sources control;

    Receiving(MasterKey key) {
        this.key = key;
        this.rtp = new Sources(roc -> CryptoLibrary.receiving(key, roc));
        this.control = new Sources(roc -> CryptoLibrary.control(key));
    }

    /** The peer sends under this key what it has sent under another. */
    static Receiving after(Receiving before, MasterKey key) {
        Receiving receiving = new Receiving(key);
        if (before.rtp.latest() != null) {
            receiving.rtp.goOn(before.rtp.latest());
        }
        return receiving;
    }

    boolean uses(MasterKey other) {
        return key.matches(other);
    }

    /** True once a packet of RTP was authentic. */
    boolean isProved() {
        return rtp.latest() != null;
    }

    int unprotect(byte[] packet, int length) {
        int size = withoutIdentifier(packet, length, RTP_HEADER, key.suite().tagBehindIdentifier());
        if (size < 0) {
            return Protection.NOT_AUTHENTIC;
        }
        int result = rtp.unprotect(packet, size, word(packet, RTP_SSRC));
        if (result >= 0) {
            rtp.latest().accepted((packet[2] & 0xFF) << 8 | packet[3] & 0xFF);
        }
        return result;
    }

    int unprotectControl(byte[] packet, int length) {
        int size = withoutIdentifier(packet, length, RTCP_HEADER, key.suite().controlTagBehindIdentifier());
        return size < 0 ? Protection.NOT_AUTHENTIC : control.unprotect(packet, size, word(packet, RTCP_SSRC));
    }

    /**
     * Takes the master key identifier out of a packet, which the library knows nothing of and the tag does not cover (RFC
     * 3711 section 3.1).
     *
     * @param tag bytes behind it
     * @return the length that is left; -1 if it is not there
     */
    private int withoutIdentifier(byte[] packet, int length, int header, int tag) {
        byte[] identifier = key.identifier();
        int at = length - tag - identifier.length;
        if (at < header) {
            return -1;
        }
        for (int i = 0; i < identifier.length; i++) {
            if (packet[at + i] != identifier[i]) {
                return -1;
            }
        }
        System.arraycopy(packet, at + identifier.length, packet, at, tag);
        return length - identifier.length;
    }

    private static int word(byte[] b, int at) {
        return (b[at] & 0xFF) << 24 | (b[at + 1] & 0xFF) << 16 | (b[at + 2] & 0xFF) << 8 | b[at + 3] & 0xFF;
    }

    void erase() {
        rtp.erase();
        control.erase();
        key.erase();
    }
}
