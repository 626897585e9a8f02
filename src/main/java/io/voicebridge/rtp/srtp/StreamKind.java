package io.voicebridge.rtp.srtp;

/** The two protocols that have session keys of their own under one master key (RFC 3711 section 4.3.2). */
enum StreamKind {
    RTP(0),
    RTCP(3);

    /** Goes before the index of an encrypted packet of RTCP (RFC 3711 section 3.4). */
    static final int ENCRYPTED = 1 << 31;

    private final int firstLabel;

    StreamKind(int firstLabel) {
        this.firstLabel = firstLabel;
    }

    int encryptionLabel() {
        return firstLabel;
    }

    int authenticationLabel() {
        return firstLabel + 1;
    }

    int saltLabel() {
        return firstLabel + 2;
    }

    /** What is authenticated along with a packet: the rollover counter of RTP; of RTCP the index, and that it is encrypted. */
    int sealedWord(long index) {
        return this == RTP ? (int) (index >>> 16) : (int) index | ENCRYPTED;
    }

    /** The same of a packet that has come. @param at where RTCP says it */
    int openedWord(byte[] packet, int at, long index) {
        return this == RTP ? (int) (index >>> 16) : Bytes.word(packet, at);
    }

    boolean isEncrypted(int word) {
        return this == RTP || (word & ENCRYPTED) != 0;
    }

    /** Bytes that a packet carries to tell its index: RTP has its sequence number for that. */
    int indexLength() {
        return this == RTP ? 0 : Integer.BYTES;
    }
}
