package io.voicebridge.sip.sdp;

import java.util.Optional;

/** The codecs that we speak, named as in RFC 3551, all with 8,000 samples a second and one channel. */
public enum AudioCodec {
    PCMU(0),
    PCMA(8);

    /** Samples a second. */
    static final int RATE = 8000;

    private final int payloadType;

    AudioCodec(int payloadType) {
        this.payloadType = payloadType;
    }

    /** The static payload type of RFC 3551; a peer may have agreed with us on another. */
    public int payloadType() {
        return payloadType;
    }

    /** The codec of an encoding name, in any case. */
    static Optional<AudioCodec> named(String encoding) {
        for (AudioCodec codec : values()) {
            if (codec.name().equalsIgnoreCase(encoding)) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }
}
