package io.voicebridge.sip.transport;

import io.voicebridge.sip.message.Via;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;

/** An address of this machine that others can reach, for a listener that is bound to all of them. */
final class MachineAddress {

    static final InetAddress VALUE = find();

    private MachineAddress() {}

    private static InetAddress find() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress())
                    .min(Comparator.comparing(a -> a instanceof Inet4Address ? 0 : 1))
                    .orElse(InetAddress.getLoopbackAddress());
        } catch (SocketException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    static String hostPort(InetAddress address, int port) {
        return Via.hostOf(new InetSocketAddress(address, port)) + ':' + port;
    }
}
