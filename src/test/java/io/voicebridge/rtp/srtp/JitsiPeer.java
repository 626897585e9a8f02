package io.voicebridge.rtp.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;

/** The SRTP of jitsi-srtp, with one master key for one way. */
final class JitsiPeer {

    static {
        Logger.getLogger("org.jitsi").setLevel(Level.OFF); // it has a line for each packet that fails
    }

    private static final int GCM_TAG = 16;

    private final SrtpCryptoContext rtp;
    private final SrtcpCryptoContext control;

    JitsiPeer(boolean sender, SrtpSuite suite, byte[] keyAndSalt) throws GeneralSecurityException {
        LoggerImpl logger = new LoggerImpl("org.jitsi.peer");
        byte[] key = Arrays.copyOf(keyAndSalt, suite.keyLength());
        byte[] salt = Arrays.copyOfRange(keyAndSalt, suite.keyLength(), keyAndSalt.length);
        rtp = new SrtpCryptoContext(sender, 0, 0, key, salt, policy(suite, suite.tagBehindIdentifier()), logger);
        control = new SrtcpCryptoContext(0, key, salt, policy(suite, suite.controlTagBehindIdentifier()), logger);
    }

    private static SrtpPolicy policy(SrtpSuite suite, int tag) {
        return tag == 0
                ? new SrtpPolicy(
                        SrtpPolicy.AESGCM_ENCRYPTION,
                        suite.keyLength(),
                        SrtpPolicy.NULL_AUTHENTICATION,
                        0,
                        GCM_TAG,
                        suite.saltLength())
                : new SrtpPolicy(
                        SrtpPolicy.AESCM_ENCRYPTION,
                        suite.keyLength(),
                        SrtpPolicy.HMACSHA1_AUTHENTICATION,
                        20,
                        tag,
                        suite.saltLength());
    }

    byte[] protect(byte[] plain) throws GeneralSecurityException {
        Packet packet = new Packet(plain);
        rtp.transformPacket(packet);
        return packet.content();
    }

    byte[] protectControl(byte[] plain) throws GeneralSecurityException {
        Packet packet = new Packet(plain);
        control.transformPacket(packet);
        return packet.content();
    }

    /** The packet as it was sent; of one that is not taken, nothing. */
    byte[] unprotect(byte[] wire) throws GeneralSecurityException {
        Packet packet = new Packet(wire);
        return rtp.reverseTransformPacket(packet, false) == SrtpErrorStatus.OK ? packet.content() : new byte[0];
    }

    byte[] unprotectControl(byte[] wire) throws GeneralSecurityException {
        Packet packet = new Packet(wire);
        return control.reverseTransformPacket(packet) == SrtpErrorStatus.OK ? packet.content() : new byte[0];
    }

    private static final class Packet implements ByteArrayBuffer {

        private final byte[] bytes;
        private int length;

        Packet(byte[] content) {
            bytes = Arrays.copyOf(content, content.length + Protection.OVERHEAD);
            length = content.length;
        }

        byte[] content() {
            return Arrays.copyOf(bytes, length);
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
}
