package io.voicebridge.rtp.codec;

import java.util.Arrays;

/** The filters of G.722 that part 16 kHz into its two bands and put them together again (clauses 3.1 and 4.4). */
final class QuadratureMirror {

    private static final int[] TAPS = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

    private final int[] past = new int[24];

    private void push(int first, int second) {
        System.arraycopy(past, 2, past, 0, 22);
        past[22] = first;
        past[23] = second;
    }

    private int even() {
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += past[2 * i] * TAPS[i];
        }
        return sum;
    }

    private int odd() {
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += past[2 * i + 1] * TAPS[11 - i];
        }
        return sum;
    }

    /** The lower band of a signal of 16 kHz, twice as large as in the recommendation: 16 bits. */
    static short[] lower(short[] wide) {
        QuadratureMirror filter = new QuadratureMirror();
        short[] lower = new short[wide.length / 2];
        for (int i = 0; i < lower.length; i++) {
            filter.push(wide[2 * i], wide[2 * i + 1]);
            lower[i] = (short) (2 * (filter.odd() + filter.even() >> 14));
        }
        return lower;
    }

    /** A signal of 16 kHz whose upper band is silent. */
    static short[] wide(short[] lower) {
        QuadratureMirror filter = new QuadratureMirror();
        short[] wide = new short[2 * lower.length];
        for (int i = 0; i < lower.length; i++) {
            filter.push(lower[i] / 2, lower[i] / 2);
            wide[2 * i] = (short) LowerBand.saturated(filter.odd() >> 11);
            wide[2 * i + 1] = (short) LowerBand.saturated(filter.even() >> 11);
        }
        return wide;
    }

    /** Sweeps, bursts, clipping and noise: whatever an adaptive coder may stumble over. Integers only, so always the same. */
    static short[] trial(int samples) {
        short[] signal = new short[samples];
        int random = 12_345;
        int phase = 0;
        for (int i = 0; i < samples; i++) {
            random = random * 1_103_515_245 + 12_345;
            int noise = (random >> 16) / 8;
            phase += 40 + i / 16 % 900;
            int triangle = Math.abs(phase % 65_536 - 32_768) * 2 - 32_768;
            int part = i / 2_000 % 5;
            int value = part == 0
                    ? triangle
                    : part == 1 ? noise : part == 2 ? 0 : part == 3 ? triangle / 20 : 2 * triangle + noise;
            signal[i] = (short) Math.max(-20_000, Math.min(value, 20_000));
        }
        return signal;
    }

    static byte[] littleEndian(short[] samples) {
        byte[] bytes = new byte[2 * samples.length];
        for (int i = 0; i < samples.length; i++) {
            bytes[2 * i] = (byte) samples[i];
            bytes[2 * i + 1] = (byte) (samples[i] >> 8);
        }
        return bytes;
    }

    static short[] samples(byte[] bytes) {
        short[] samples = new short[bytes.length / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (bytes[2 * i] & 0xFF | bytes[2 * i + 1] << 8);
        }
        return samples;
    }

    static short[] decoded(byte[] codes) {
        short[] samples = new short[codes.length];
        new G722Decoder().decode(codes, 0, samples, 0, codes.length);
        return samples;
    }

    static byte[] encoded(short[] lower) {
        byte[] codes = new byte[lower.length];
        new G722Encoder().encode(lower, 0, codes, 0, lower.length);
        return codes;
    }

    /** The bits of the lower band. */
    static byte[] lowerBits(byte[] codes) {
        byte[] bits = Arrays.copyOf(codes, codes.length);
        for (int i = 0; i < bits.length; i++) {
            bits[i] &= 0x3F;
        }
        return bits;
    }
}
