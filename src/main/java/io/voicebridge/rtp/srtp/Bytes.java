package io.voicebridge.rtp.srtp;

/** Numbers in packets, in network order. */
final class Bytes {

    private Bytes() {}

    static int word(byte[] from, int at) {
        return (from[at] & 0xFF) << 24 | (from[at + 1] & 0xFF) << 16 | (from[at + 2] & 0xFF) << 8 | from[at + 3] & 0xFF;
    }

    static int half(byte[] from, int at) {
        return (from[at] & 0xFF) << 8 | from[at + 1] & 0xFF;
    }

    static void word(byte[] to, int at, int value) {
        to[at] = (byte) (value >> 24);
        to[at + 1] = (byte) (value >> 16);
        to[at + 2] = (byte) (value >> 8);
        to[at + 3] = (byte) value;
    }

    static void xorWord(byte[] into, int at, int value) {
        word(into, at, word(into, at) ^ value);
    }
}
