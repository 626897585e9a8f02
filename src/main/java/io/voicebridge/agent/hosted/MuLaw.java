package io.voicebridge.agent.hosted;

import io.voicebridge.rtp.codec.G711;
import java.util.Base64;

/** Sound as providers take and send it: µ-law of 8 kHz, as bytes or as Base64. */
final class MuLaw {

    private MuLaw() {}

    static byte[] bytes(short[] pcm) {
        byte[] codes = new byte[pcm.length];
        G711.PCMU.encode(pcm, 0, codes, 0, pcm.length);
        return codes;
    }

    static String text(short[] pcm) {
        return Base64.getEncoder().encodeToString(bytes(pcm));
    }

    static short[] of(byte[] codes) {
        short[] pcm = new short[codes.length];
        G711.PCMU.decode(codes, 0, pcm, 0, codes.length);
        return pcm;
    }

    /** Nothing if it is no Base64: a gap of a moment, where the rest of the answer is worth more. */
    static short[] of(String base64) {
        try {
            return of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return new short[0];
        }
    }
}
