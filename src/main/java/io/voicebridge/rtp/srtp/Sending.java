package io.voicebridge.rtp.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtpErrorStatus;

/**
 * What we send under one master key, and no more than it is good for (RFC 3711 section 9.2): then nothing goes out under it, for
 * a packet index that came twice would show what both packets hold. Its contexts are made when they are first needed. One media
 * thread.
 */
final class Sending {

    private static final long MOST = 1L << 48;
    private static final long MOST_CONTROL = 1L << 31;

    private final MasterKey key;
    private final long most;
    private final long mostControl;
    private final PacketBuffer buffer = new PacketBuffer();

    private CryptoContext rtp; // null until a packet is sent, and while we send under another key
    private CryptoContext control; // null until a packet is sent

    private long packets;
    private long controlPackets;

    Sending(MasterKey key) {
        this(key, MOST, MOST_CONTROL);
    }

    /** @param most packets of RTP, and of RTCP, that the key is good for */
    Sending(MasterKey key, long most, long mostControl) {
        this.key = key;
        this.most = most;
        this.mostControl = mostControl;
    }

    boolean uses(MasterKey other) {
        return key.matches(other);
    }

    /** @param roc rollover counter of this packet */
    int protect(byte[] packet, int length, int roc) {
        if (packets == most) {
            return Protection.FAILED;
        }
        packets++;
        if (rtp == null) {
            rtp = CryptoLibrary.sending(key, roc);
        }
        return protect(rtp, packet, length);
    }

    int protectControl(byte[] packet, int length) {
        if (controlPackets == mostControl) {
            return Protection.FAILED;
        }
        controlPackets++;
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
