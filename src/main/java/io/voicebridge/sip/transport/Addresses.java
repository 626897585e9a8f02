package io.voicebridge.sip.transport;

import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.Via;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.Map;

/** Under which address we are reached: the advertised one, else the bound one, else one of this machine. */
final class Addresses {

    private final Map<Transport, String> advertised;
    private final Map<Transport, InetSocketAddress> bound;
    private final InetAddress machine;

    Addresses(Map<Transport, String> advertised, Map<Transport, InetSocketAddress> bound) {
        this.advertised = advertised;
        this.bound = bound;
        this.machine = machineAddress();
    }

    /** Thread-safe. A transport that is not served is seen under the address of one that is. */
    String advertised(Transport transport, InetSocketAddress remote) {
        String told = advertised.get(transport);
        if (told != null) {
            return told;
        }
        InetSocketAddress local =
                bound.getOrDefault(transport, bound.values().iterator().next());
        if (!local.getAddress().isAnyLocalAddress()) {
            return hostPort(local.getAddress(), local.getPort());
        }
        boolean near = !remote.isUnresolved() && remote.getAddress().isLoopbackAddress();
        return hostPort(near ? remote.getAddress() : machine, local.getPort());
    }

    private static String hostPort(InetAddress address, int port) {
        return Via.hostOf(new InetSocketAddress(address, port)) + ':' + port;
    }

    private static InetAddress machineAddress() {
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
}
