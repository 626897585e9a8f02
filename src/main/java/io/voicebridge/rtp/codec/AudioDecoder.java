package io.voicebridge.rtp.codec;

/** Makes linear samples of a codec's bytes. One for each stream and direction: it may remember what was before. */
public interface AudioDecoder {

    /** Decodes {@code length} bytes into as many samples of 8 kHz. Allocates nothing. */
    void decode(byte[] codes, int from, short[] samples, int to, int length);

    /** True of G.722, whose codes carry more than the samples do. */
    default boolean isWide() {
        return false;
    }
}
