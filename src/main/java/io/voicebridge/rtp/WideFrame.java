package io.voicebridge.rtp;

import io.voicebridge.rtp.codec.AudioEncoder;
import java.util.Arrays;

/**
 * The codes of G.722 that one frame came as, beside its samples: they carry the band above 4 kHz from one call to another, for
 * which the samples have no room. Empty where a frame did not come as G.722, or not whole. Reused from frame to frame, by one
 * thread; allocates nothing after construction.
 */
public final class WideFrame {

    private final byte[] codes = new byte[AudioPort.FRAME];
    private boolean filled;

    public boolean isEmpty() {
        return !filled;
    }

    public void clear() {
        filled = false;
    }

    /** Takes {@link AudioPort#FRAME} codes. */
    public void set(byte[] source, int from) {
        System.arraycopy(source, from, codes, 0, codes.length);
        filled = true;
    }

    /** Gives {@link AudioPort#FRAME} codes. */
    public void get(byte[] target, int to) {
        System.arraycopy(codes, 0, target, to, codes.length);
    }

    /** Writes a part of the codes as what the encoder says; false if there are none, or the encoder is of another codec. */
    boolean pass(AudioEncoder encoder, int from, byte[] packet, int to, int length) {
        return filled && encoder.pass(codes, from, packet, to, length);
    }

    @Override
    public String toString() {
        return filled ? Arrays.toString(codes) : "empty";
    }
}
