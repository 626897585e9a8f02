package io.voicebridge.rtp.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtpErrorStatus;

/** What we send under one master key. Its contexts are made when they are first needed. One media thread. */
final class Sending {

    private final MasterKey key;
    private final PacketBuffer buffer = new PacketBuffer();

    private CryptoContext rtp; // null until a packet is sent, and while we send under another key
    private CryptoContext control; // null until a packet is sent

    Sending(MasterKey key) {
        this.key = key;
    }

    boolean uses(MasterKey other) {
        return key.matches(other);
    }

    /** @param roc rollover counter of this packet */
    int protect(byte[] packet, int length, int roc) {
        if (rtp == null) {
            rtp = CryptoLibrary.sending(key, roc);
        }
        return protect(rtp, packet, length);
    }

    int protectControl(byte[] packet, int length) {
        if (control == null) {
            control = CryptoLibrary.control(key);
        }
        return protect(control, packet, length);
    }

    private int protect(CryptoContext context, byte[] packet, int length) {
        try {
            return context.protect(buffer.of(packet, length)) == SrtpErrorStatus.OK
                    ? buffer.getLength()
                    : Protection.FAILED;
        } catch (GeneralSecurityException e) {
            return Protection.FAILED;
        }
    }

    /**
     * Another key takes over. What counts the packets of RTCP stays, for the case that this key comes back: no index may
     * be used twice with it (RFC 3711 section 9.1).
     */
    void rest() {
        if (rtp != null) {
            rtp.erase();
            rtp = null;
        }
    }

    void erase() {
        rest();
        if (control != null) {
            control.erase();
            control = null;
        }
        key.erase();
    }
}
