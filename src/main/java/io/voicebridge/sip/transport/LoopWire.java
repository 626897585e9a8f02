package io.voicebridge.sip.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.Transport;
import java.util.List;
import java.util.function.Consumer;

/** The network as one loop uses it. */
final class LoopWire implements Wire {

    private final int index;
    private final EventLoop loop;
    private final List<BoundListener> listeners;
    private final OpenedStreams streams;

    LoopWire(int index, EventLoop loop, List<BoundListener> listeners, OpenedStreams streams) {
        this.index = index;
        this.loop = loop;
        this.listeners = listeners;
        this.streams = streams;
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
        if (destination instanceof Destination.Address address) {
            found.accept(List.of(Hop.to(address)));
        } else {
            failed.accept("Names are not looked up");
        }
    }

    @Override
    public String advertised(Hop hop) {
        return listenerOf(hop).advertised(hop.remote());
    }

    /** The one that is named, else the first of the transport, else the first: a client may speak what it does not serve. */
    private BoundListener listenerOf(Hop hop) {
        BoundListener fitting = null;
        for (BoundListener each : listeners) {
            if (each.transport() == hop.transport()) {
                if (each.name().equals(hop.listener())) {
                    return each;
                }
                fitting = fitting == null ? each : fitting;
            }
        }
        return fitting == null ? listeners.get(0) : fitting;
    }
}
