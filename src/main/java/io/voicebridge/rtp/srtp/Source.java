package io.voicebridge.rtp.srtp;

/** One stream of the peer: its SSRC, its context, and how often its sequence numbers have begun anew. */
final class Source {

    private static final int HALF = 0x8000;

    private final int ssrc;
    private final CryptoContext context;
    private int roc;
    private int highest = -1;

    /** @param roc rollover counter of its first packet */
    Source(int ssrc, CryptoContext context, int roc) {
        this.ssrc = ssrc;
        this.context = context;
        this.roc = roc;
    }

    int ssrc() {
        return ssrc;
    }

    CryptoContext context() {
        return context;
    }

    /** An RTP packet was authentic. Counts as RFC 3711 section 3.3.1; the library does, too, but does not tell. */
    void accepted(int sequence) {
        if (highest < 0) {
            highest = sequence;
            return;
        }
        int step = (short) (sequence - highest);
        if (step > 0) {
            roc += sequence < highest ? 1 : 0;
            highest = sequence;
        }
    }

    int roc() {
        return roc;
    }

    /** True if the next packet may be the first of a new round. */
    boolean mayRollOver() {
        return highest >= HALF;
    }
}
