package io.voicebridge.rtp.codec;

/** Makes a codec's bytes of linear samples. One for each stream and direction: it may remember what was before. */
public interface AudioEncoder {

    /** Encodes {@code length} samples of 8 kHz into as many bytes. Allocates nothing. */
    void encode(short[] samples, int from, byte[] codes, int to, int length);
}
