package io.voicebridge.sip.transport;

import io.netty.channel.Channel;
import io.voicebridge.sip.ListenerState;
import io.voicebridge.sip.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

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
        return new ListenerState(name(), transport(), address, channels.stream().allMatch(Channel::isActive));
    }

    void startReading() {
        channels.forEach(channel -> channel.config().setAutoRead(true));
    }

    void close() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
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
