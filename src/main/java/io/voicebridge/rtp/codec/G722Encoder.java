package io.voicebridge.rtp.codec;

/**
 * Encodes 8 kHz as G.722 at 64 kbit/s (ITU-T G.722): the samples are its lower band, and the upper one is silent. A peer
 * hears the telephone band without a second coding.
 */
final class G722Encoder implements AudioEncoder {

    /** QUANTL: from these magnitudes on, relative to the scale, the next code counts. */
    private static final int[] DECISIONS = {
        35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219, 1339,
        1458, 1612, 1765, 1980, 2195, 2557, 2919
    };

    /** The two bits of an upper band that has been silent from the start: the smallest positive step, which is none. */
    private static final int SILENT_UPPER_BAND = 0xC0;

    private final LowerBand band = new LowerBand();

    @Override
    public void encode(short[] samples, int from, byte[] codes, int to, int length) {
        for (int i = 0; i < length; i++) {
            int code = quantized(LowerBand.saturated((samples[from + i] >> 1) - band.prediction()));
            band.adapt(code >> 2);
            codes[to + i] = (byte) (SILENT_UPPER_BAND | code);
        }
    }

    /**
     * The lower band follows what was passed on, so that the peer's decoder and this encoder go on from the same past. The upper
     * one needs no memory: the codes of silence let it fade within 20 ms, whatever it was.
     */
    @Override
    public boolean pass(byte[] made, int from, byte[] codes, int to, int length) {
        for (int i = 0; i < length; i++) {
            byte code = made[from + i];
            band.adapt((code & 0x3F) >> 2);
            codes[to + i] = code;
        }
        return true;
    }

    private int quantized(int difference) {
        boolean negative = difference < 0;
        int magnitude = negative ? -(difference + 1) : difference;
        int level = 0;
        while (level < DECISIONS.length && magnitude >= DECISIONS[level] * band.scale() >> 12) {
            level++;
        }
        if (!negative) {
            return 61 - level;
        }
        return level < 2 ? 63 - level : 33 - level;
    }
}
