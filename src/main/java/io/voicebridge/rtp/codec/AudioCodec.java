package io.voicebridge.rtp.codec;

import java.util.function.Supplier;

/**
 * The codecs that we speak, named as in RFC 3551. Each makes 64 kbit/s and counts 8,000 timestamps a second: a byte is one
 * step of the timestamp, whatever the length of a packet.
 */
public enum AudioCodec {
    PCMU(0, () -> G711.PCMU, () -> G711.PCMU),
    PCMA(8, () -> G711.PCMA, () -> G711.PCMA),
    /** Counts 8,000 timestamps a second although it carries 16 kHz (RFC 3551 section 4.5.2). */
    G722(9, G722Encoder::new, G722Decoder::new);

    private final int payloadType;
    private final Supplier<AudioEncoder> encoder;
    private final Supplier<AudioDecoder> decoder;

    AudioCodec(int payloadType, Supplier<AudioEncoder> encoder, Supplier<AudioDecoder> decoder) {
        this.payloadType = payloadType;
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /** The static payload type that RFC 3551 gives it. */
    public int payloadType() {
        return payloadType;
    }

    /** An encoder for one stream. */
    public AudioEncoder encoder() {
        return encoder.get();
    }

    /** A decoder for one stream. */
    public AudioDecoder decoder() {
        return decoder.get();
    }
}
