package io.voicebridge.sip.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.Transport;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The network as one loop uses it. */
final class LoopWire implements Wire {

    private final int index;
    private final EventLoop loop;
    private final List<BoundListener> listeners;
    private final OpenedStreams streams;
    private final Locations locations;

    LoopWire(int index, EventLoop loop, List<BoundListener> listeners, OpenedStreams streams, Locations locations) {
        this.index = index;
        this.loop = loop;
        this.listeners = listeners;
        this.streams = streams;
        this.locations = locations;
    }

    @Override
    public void send(byte[] message, Hop hop, Consumer<String> undelivered) {
        Consumer<String> later = reason -> loop.execute(() -> undelivered.accept(reason));
        if (hop.transport() == Transport.UDP) {
            sendDatagram(message, hop, later);
        } else {
            sendStream(message, hop, later);
        }
    }

    private void sendDatagram(byte[] message, Hop hop, Consumer<String> undelivered) {
        BoundListener from = listenerOf(hop);
        if (from.transport() != Transport.UDP) {
            undelivered.accept("SIP over UDP is not served here");
        } else if (hop.remote().isUnresolved()) {
            undelivered.accept("The address of " + hop.remote().getHostString() + " is not known");
        } else {
            from.datagrams(index)
                    .writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(message), hop.remote()))
                    .addListener(done -> {
                        if (!done.isSuccess()) {
                            undelivered.accept("Nothing can be sent to " + hop.remote() + ": "
                                    + done.cause().getMessage());
                        }
                    });
        }
    }

    private void sendStream(byte[] message, Hop hop, Consumer<String> undelivered) {
        if (hop.connection().isPresent() && hop.connection().get() instanceof StreamHandler stream && stream.isOpen()) {
            stream.send(message, undelivered);
        } else {
            streams.send(message, hop, listenerOf(hop), undelivered);
        }
    }

    @Override
    public void locate(Destination destination, Consumer<List<Hop>> found, Consumer<String> failed) {
        locations.find(destination, found, failed);
    }

    @Override
    public void avoid(Hop hop, Duration time) {
        locations.avoid(hop, time);
    }

    @Override
    public String advertised(Hop hop) {
        return listenerOf(hop).advertised(hop.remote());
    }

    /**
     * The one that is named, else the one that fits best, else the first: a client may speak what it does not serve. A
     * listener must reach the peer before anything else; for a peer on this machine one that is bound to it comes first.
     */
    private BoundListener listenerOf(Hop hop) {
        BoundListener best = listeners.get(0);
        int most = -1;
        for (BoundListener each : listeners) {
            int fit = fit(each, hop);
            if (fit > most) {
                most = fit;
                best = each;
            }
        }
        return best;
    }

    private static int fit(BoundListener listener, Hop hop) {
        InetAddress peer = hop.remote().getAddress();
        boolean reaches = peer == null || listener.reaches(peer);
        boolean near = peer != null
                && peer.isLoopbackAddress()
                && listener.address().getAddress().isLoopbackAddress();
        return (listener.transport() == hop.transport() ? 8 : 0)
                + (reaches ? 4 : 0)
                + (listener.name().equals(hop.listener()) ? 2 : 0)
                + (near ? 1 : 0);
    }
}
