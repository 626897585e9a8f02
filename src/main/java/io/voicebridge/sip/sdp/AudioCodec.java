package io.voicebridge.sip.sdp;

import java.util.Optional;

/** The codecs that we speak, named as in RFC 3551, all with a clock of 8,000 and one channel. */
public enum AudioCodec {
    PCMU(0),
    PCMA(8),
    /** Has 16 kHz, but its clock is written as 8,000 by an old error that must stay (RFC 3551 section 4.5.2). */
    G722(9);

    /** Steps of the clock a second. */
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
