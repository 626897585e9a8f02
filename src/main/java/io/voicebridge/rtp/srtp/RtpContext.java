package io.voicebridge.rtp.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/** A stream of RTP, one way. */
final class RtpContext extends SrtpCryptoContext implements CryptoContext {

    RtpContext(boolean sender, int roc, byte[] key, byte[] salt, SrtpSuite suite) throws GeneralSecurityException {
        // The SSRC is read from each packet; the library wants one here only to log it.
        super(sender, 0, roc, key, salt, suite.policy(), QuietLogger.INSTANCE);
    }

    @Override
    public SrtpErrorStatus protect(PacketBuffer packet) throws GeneralSecurityException {
        return transformPacket(packet);
    }

    @Override
    public SrtpErrorStatus unprotect(PacketBuffer packet) throws GeneralSecurityException {
        return reverseTransformPacket(packet, false);
    }

    @Override
    public void erase() {
        CryptoLibrary.erase(policy.getEncKeyLength(), saltKey, ivStore, cipher, mac);
    }
}
