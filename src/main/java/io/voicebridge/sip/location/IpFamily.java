package io.voicebridge.sip.location;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Which of the two kinds of address. */
public enum IpFamily {
    IPV4,
    IPV6;

    public static IpFamily of(InetAddress address) {
        return address instanceof Inet6Address ? IPV6 : IPV4;
    }
}
