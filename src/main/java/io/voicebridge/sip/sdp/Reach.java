package io.voicebridge.sip.sdp;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Which addresses of a description we send media to. Multicast and link-local addresses never are. */
public enum Reach {
    /** Addresses of the public Internet only. */
    PUBLIC,
    /** Also private ones: RFC 1918, RFC 6598 (carrier NAT) and RFC 4193. */
    PRIVATE,
    /** Also those of this machine: for tests, and for peers on this machine. */
    LOOPBACK;

    /** This reach, and loopback if the peer itself speaks to us from this machine. */
    public Reach forPeer(InetAddress source) {
        return source.isLoopbackAddress() ? LOOPBACK : this;
    }

    boolean allows(InetAddress address) {
        if (address.isMulticastAddress() || address.isLinkLocalAddress() || broadcast(address)) {
            return false;
        }
        if (address.isLoopbackAddress()) {
            return this == LOOPBACK;
        }
        return this != PUBLIC || !isPrivate(address);
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] b = address.getAddress();
        if (address instanceof Inet4Address) {
            boolean carrierNat = b[0] == 100 && (b[1] & 0xC0) == 64;
            return address.isSiteLocalAddress() || carrierNat;
        }
        return address.isSiteLocalAddress() || (b[0] & 0xFE) == 0xFC;
    }

    /** 0.0.0.0/8 and 240.0.0.0/4 are no hosts; 0.0.0.0 itself, the old form of hold, is asked for before. */
    private static boolean broadcast(InetAddress address) {
        byte[] b = address.getAddress();
        return address instanceof Inet4Address && (b[0] == 0 || (b[0] & 0xF0) == 0xF0);
    }
}
