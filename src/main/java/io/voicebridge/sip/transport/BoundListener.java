package io.voicebridge.sip.transport;

import io.netty.channel.Channel;
import io.voicebridge.sip.ListenerState;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.location.IpFamily;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A listener with its sockets and, for each loop, the gate behind them. */
final class BoundListener {

    private final Listener listener;
    private final InetSocketAddress address;
    private final List<Gate> gates;
    private final List<Channel> channels;

    /** @param channels for UDP one a loop or one for all, else the one that accepts */
    BoundListener(Listener listener, InetSocketAddress address, List<Gate> gates, List<Channel> channels) {
        this.listener = listener;
        this.address = address;
        this.gates = List.copyOf(gates);
        this.channels = List.copyOf(channels);
    }

    /** Names that the certificate of whoever is at this address may be for. */
    List<String> hostsOf(InetAddress address) {
        return listener.admission().hostsOf(address);
    }

    String name() {
        return listener.name();
    }

    Transport transport() {
        return listener.transport();
    }

    InetSocketAddress address() {
        return address;
    }

    Gate gate(int loop) {
        return gates.get(loop);
    }

    /** The UDP socket that a loop sends from. */
    Channel datagrams(int loop) {
        return channels.get(loop % channels.size());
    }

    ListenerState state() {
        return new ListenerState(name(), transport(), address, channels.stream().allMatch(Channel::isActive), heard());
    }

    private Optional<InetAddress> heard() {
        return gates.stream()
                .flatMap(gate -> gate.heard().stream())
                .min(Comparator.comparing(MachineAddress::isOfThisNetwork));
    }

    void startReading() {
        channels.forEach(channel -> channel.config().setAutoRead(true));
    }

    void close() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
    }

    /** The kinds of address that can be spoken to from here; a socket bound to {@code ::} speaks to both. */
    Set<IpFamily> families() {
        InetAddress own = address.getAddress();
        return own.isAnyLocalAddress() && own instanceof Inet6Address
                ? Set.of(IpFamily.IPV4, IpFamily.IPV6)
                : Set.of(IpFamily.of(own));
    }

    /** Whether a peer there can be spoken to from here: of the same kind, and not from this machine's own address to others. */
    boolean reaches(InetAddress peer) {
        InetAddress own = address.getAddress();
        return families().contains(IpFamily.of(peer)) && (!own.isLoopbackAddress() || peer.isLoopbackAddress());
    }

    /** What a connection from here is bound to, so that the peer sees the address that it knows this listener by. */
    Optional<InetSocketAddress> source(InetAddress peer) {
        InetAddress own = address.getAddress();
        return own.isAnyLocalAddress() || !reaches(peer)
                ? Optional.empty()
                : Optional.of(new InetSocketAddress(own, 0));
    }

    /** The {@code host:port} under which the peer reaches us: the advertised one, else the bound one, else this machine's. */
    String advertised(InetSocketAddress peer) {
        if (listener.advertised().isPresent()) {
            return listener.advertised().get();
        }
        InetAddress own = address.getAddress();
        if (own.isAnyLocalAddress()) {
            boolean near = !peer.isUnresolved() && peer.getAddress().isLoopbackAddress();
            own = near ? peer.getAddress() : MachineAddress.VALUE;
        }
        return MachineAddress.hostPort(own, address.getPort());
    }
}
