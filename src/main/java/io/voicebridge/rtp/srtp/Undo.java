package io.voicebridge.rtp.srtp;

/** A copy of a packet that is tried with several keys: a cipher may have written into it before it fails. */
final class Undo {

    private byte[] copy = {};
    private int size;

    void save(byte[] packet, int length) {
        if (copy.length < length) {
            copy = new byte[packet.length]; // packets come in arrays of one length: once
        }
        System.arraycopy(packet, 0, copy, 0, length);
        size = length;
    }

    void restore(byte[] packet) {
        System.arraycopy(copy, 0, packet, 0, size);
    }
}
