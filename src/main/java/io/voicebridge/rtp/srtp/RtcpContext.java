package io.voicebridge.rtp.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/** A stream of RTCP, one way. */
final class RtcpContext extends SrtcpCryptoContext implements CryptoContext {

    RtcpContext(byte[] key, byte[] salt, SrtpSuite suite) throws GeneralSecurityException {
        super(0, key, salt, suite.controlPolicy(), QuietLogger.INSTANCE);
    }

    @Override
    public SrtpErrorStatus protect(PacketBuffer packet) throws GeneralSecurityException {
        return transformPacket(packet);
    }

    @Override
    public SrtpErrorStatus unprotect(PacketBuffer packet) throws GeneralSecurityException {
        return reverseTransformPacket(packet);
    }

    @Override
    public void erase() {
        CryptoLibrary.erase(policy.getEncKeyLength(), saltKey, ivStore, cipher, mac);
    }
}
