package io.voicebridge.rtp.codec;

/** Makes a codec's bytes of linear samples. One for each stream and direction: it may remember what was before. */
public interface AudioEncoder {

    /** Encodes {@code length} samples of 8 kHz into as many bytes. Allocates nothing. */
    void encode(short[] samples, int from, byte[] codes, int to, int length);

    /**
     * Passes on what another encoder of G.722 has made, and goes on from there. Allocates nothing.
     *
     * @return false if this is another codec; then nothing was done
     */
    default boolean pass(byte[] made, int from, byte[] codes, int to, int length) {
        return false;
    }
}
