package io.voicebridge.rtp.codec;

/**
 * The two laws of ITU-T G.711: 8,000 samples a second, a byte each, turned into linear 16-bit PCM and back by table.
 * Stateless and safe for any thread; nothing is allocated.
 */
public enum G711 implements AudioEncoder, AudioDecoder {
    /** µ-law. */
    PCMU {
        @Override
        byte encode(int sample) {
            int magnitude = Math.min(sample < 0 ? -sample : sample, Short.MAX_VALUE);
            byte code = MU_ENCODED[magnitude >> 2];
            return sample < 0 ? (byte) (code & 0x7F) : code;
        }

        @Override
        short[] decoded() {
            return MU_DECODED;
        }
    },
    /** A-law. */
    PCMA {
        @Override
        byte encode(int sample) {
            byte code = A_ENCODED[(sample ^ sample >> 31) >> 4];
            return sample < 0 ? (byte) (code & 0x7F) : code;
        }

        @Override
        short[] decoded() {
            return A_DECODED;
        }
    };

    private static final short[] MU_DECODED = muDecoded();
    private static final short[] A_DECODED = aDecoded();

    /** Codes of the positive samples, by magnitude / 4: every decision level of µ-law is a multiple of 4. */
    private static final byte[] MU_ENCODED = muEncoded();

    /** Codes of the positive samples, by magnitude / 16: every decision level of A-law is a multiple of 16. */
    private static final byte[] A_ENCODED = aEncoded();

    @Override
    public void decode(byte[] codes, int from, short[] samples, int to, int length) {
        short[] table = decoded();
        for (int i = 0; i < length; i++) {
            samples[to + i] = table[codes[from + i] & 0xFF];
        }
    }

    /** The linear value of one code. */
    public short decode(byte code) {
        return decoded()[code & 0xFF];
    }

    @Override
    public void encode(short[] samples, int from, byte[] codes, int to, int length) {
        for (int i = 0; i < length; i++) {
            codes[to + i] = encode(samples[from + i]);
        }
    }

    /** The code of one linear sample of 16 bits. */
    abstract byte encode(int sample);

    abstract short[] decoded();

    private static short[] muDecoded() {
        short[] table = new short[256];
        for (int code = 0; code < 256; code++) {
            int bits = ~code & 0xFF; // sent inverted, so that silence has many ones on the line
            int segment = bits >> 4 & 7;
            int value = ((((bits & 0xF) << 3) + 0x84) << segment) - 0x84;
            table[code] = (short) ((bits & 0x80) != 0 ? -value : value);
        }
        return table;
    }

    private static byte[] muEncoded() {
        byte[] table = new byte[8192];
        for (int i = 0; i < table.length; i++) {
            int biased = Math.min(i << 2, 32635) + 0x84;
            int segment = 24 - Integer.numberOfLeadingZeros(biased);
            int step = biased >> segment + 3 & 0xF;
            table[i] = (byte) ~(segment << 4 | step);
        }
        return table;
    }

    private static short[] aDecoded() {
        short[] table = new short[256];
        for (int code = 0; code < 256; code++) {
            int bits = code ^ 0x55; // every other bit is sent inverted
            int segment = bits >> 4 & 7;
            int value = ((bits & 0xF) << 4) + 8;
            if (segment > 0) {
                value = value + 0x100 << segment - 1;
            }
            table[code] = (short) ((bits & 0x80) != 0 ? value : -value);
        }
        return table;
    }

    private static byte[] aEncoded() {
        byte[] table = new byte[2048];
        for (int i = 0; i < table.length; i++) {
            int segment = i < 32 ? i >> 4 : 28 - Integer.numberOfLeadingZeros(i);
            int step = (segment == 0 ? i : i >> segment - 1) & 0xF;
            table[i] = (byte) ((segment << 4 | step | 0x80) ^ 0x55);
        }
        return table;
    }
}
