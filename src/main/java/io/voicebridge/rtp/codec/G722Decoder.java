package io.voicebridge.rtp.codec;

/**
 * Decodes G.722 at 64 kbit/s (ITU-T G.722, payload type 9 of RFC 3551) to 8 kHz: the lower of its two bands is the telephone
 * band already, so no filter and no delay stand between. The upper one is left out; it goes from call to call in the codes
 * themselves.
 */
final class G722Decoder implements AudioDecoder {

    /** What a code of 6 bits stands for, relative to the scale. */
    private static final int[] FINE = {
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576,
        -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040,
        -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136
    };

    private static final int HIGHEST = 16_383;

    private final LowerBand band = new LowerBand();

    @Override
    public void decode(byte[] codes, int from, short[] samples, int to, int length) {
        for (int i = 0; i < length; i++) {
            samples[to + i] = (short) (2 * band(codes[from + i] & 0x3F));
        }
    }

    @Override
    public boolean isWide() {
        return true;
    }

    /** The lower band in the 15 bits of the recommendation. */
    private int band(int code) {
        int sample = band.prediction() + (band.scale() * FINE[code] >> 15);
        band.adapt(code >> 2);
        return Math.max(-HIGHEST - 1, Math.min(sample, HIGHEST));
    }
}
