package io.voicebridge.rtp.srtp;

import org.jitsi.utils.ByteArrayBuffer;

/** A packet that starts at index 0 of an array of the caller's, as the library wants to see it. Used again and again. */
final class PacketBuffer implements ByteArrayBuffer {

    private byte[] bytes = {};
    private int length;

    PacketBuffer of(byte[] packet, int size) {
        bytes = packet;
        length = size;
        return this;
    }

    @Override
    public byte[] getBuffer() {
        return bytes;
    }

    @Override
    public int getOffset() {
        return 0;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int size) {
        length = size;
    }

    @Override
    public void setOffset(int offset) {
        throw new UnsupportedOperationException("A packet starts at index 0");
    }

    @Override
    public boolean isInvalid() {
        return false;
    }

    @Override
    public void readRegionToBuff(int from, int size, byte[] to) {
        System.arraycopy(bytes, from, to, 0, size);
    }

    /** The caller has left {@link Protection#OVERHEAD} bytes free. */
    @Override
    public void grow(int by) {}

    @Override
    public void append(byte[] data, int size) {
        System.arraycopy(data, 0, bytes, length, size);
        length += size;
    }

    @Override
    public void shrink(int by) {
        length -= by;
    }
}
