package io.voicebridge.sip.transport;

import io.voicebridge.sip.message.Via;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

/** An address of this machine that others can reach, for a listener that is bound to all of them. */
final class MachineAddress {

    static final InetAddress VALUE = find();

    private static final Set<InetAddress> OWN = all();

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

    private static Set<InetAddress> all() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            return Set.of();
        }
    }

    /** Whether it was one of this machine when the program started. */
    static boolean isOwn(InetAddress address) {
        return address.isLoopbackAddress() || OWN.contains(address);
    }

    /** Whether it means something in this network only. */
    static boolean isOfThisNetwork(InetAddress address) {
        return address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress();
    }

    static String hostPort(InetAddress address, int port) {
        return Via.hostOf(new InetSocketAddress(address, port)) + ':' + port;
    }
}
