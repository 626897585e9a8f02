package io.voicebridge.rtp.srtp;

/** The crypto suites that we speak, by their names in RFC 4568 section 6.2, RFC 6188 and RFC 7714. */
public enum SrtpSuite {
    AEAD_AES_256_GCM(32, 16),
    AEAD_AES_128_GCM(16, 16),
    AES_256_CM_HMAC_SHA1_80(32, 10),
    AES_CM_128_HMAC_SHA1_80(16, 10),
    AES_256_CM_HMAC_SHA1_32(32, 4),
    AES_CM_128_HMAC_SHA1_32(16, 4);

    private static final int GCM_TAG = 16;

    /** SRTCP has the long tag in every suite of AES-CM, also in those of 32 bits (RFC 4568 section 6.2.2, RFC 6188). */
    private static final int CONTROL_TAG = 10;

    private final int keyLength;
    private final int tagLength;

    SrtpSuite(int keyLength, int tagLength) {
        this.keyLength = keyLength;
        this.tagLength = tagLength;
    }

    private boolean isAead() {
        return tagLength == GCM_TAG;
    }

    int keyLength() {
        return keyLength;
    }

    /** Bytes of a master key and its salt together. */
    public int keyAndSaltLength() {
        return keyLength + saltLength();
    }

    int saltLength() {
        return isAead() ? 12 : 14;
    }

    /** Bytes behind the place of a master key identifier: the tag, which with AEAD is part of what stands before it. */
    int tagBehindIdentifier() {
        return isAead() ? 0 : tagLength;
    }

    int controlTagBehindIdentifier() {
        return isAead() ? 0 : CONTROL_TAG;
    }

    PacketCipher cipher(StreamKind kind, SessionKeys keys) {
        if (isAead()) {
            return new GaloisCipher(kind, keys);
        }
        return new CounterModeCipher(kind, keys, kind == StreamKind.RTP ? tagLength : CONTROL_TAG);
    }
}
