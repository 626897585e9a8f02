package io.voicebridge.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The connections that one loop has opened, or is opening: one for each peer, used again while it is open (RFC 5923). */
final class OpenedStreams {

    private static final int CONNECT_TIMEOUT_MILLIS = 5000;
    private static final int MOST_STREAMS = 1000;
    private static final int MOST_WAITING = 200;

    private record Peer(Transport transport, InetSocketAddress remote, String host, PeerIdentity identity) {}

    private static final class Opening {

        private final Promise<StreamHandler> stream;
        private int waiting;

        Opening(Promise<StreamHandler> stream) {
            this.stream = stream;
        }
    }

    private final int index;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final StreamPipelines pipelines;
    private final Map<Peer, Opening> streams = new HashMap<>();

    OpenedStreams(int index, EventLoop loop, Bootstrap bootstrap, StreamPipelines pipelines) {
        this.index = index;
        this.loop = loop;
        this.pipelines = pipelines;
        this.bootstrap = bootstrap
                .clone()
                .group(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true);
    }

    /** Sends over the connection to that peer; what comes while it is being opened waits, up to a limit. */
    void send(byte[] message, Hop hop, BoundListener listener, Consumer<String> undelivered) {
        if (hop.remote().isUnresolved()) {
            undelivered.accept("The address of " + hop.remote().getHostString() + " is not known");
            return;
        }
        PeerIdentity identity = hop.transport() == Transport.TLS
                ? PeerIdentity.of(hop, listener.hostsOf(hop.remote().getAddress()))
                : new PeerIdentity(List.of());
        Peer peer = new Peer(hop.transport(), hop.remote(), hop.host(), identity);
        Opening opening = streams.get(peer);
        if (opening == null) {
            if (streams.size() >= MOST_STREAMS) {
                undelivered.accept("Too many connections are open");
                return;
            }
            opening = open(peer, listener);
        }
        if (!opening.stream.isDone() && ++opening.waiting > MOST_WAITING) {
            undelivered.accept("Too many messages wait for the connection to " + hop.remote());
            return;
        }
        opening.stream.addListener((Future<StreamHandler> opened) -> {
            if (opened.isSuccess()) {
                opened.getNow().send(message, undelivered);
            } else {
                undelivered.accept(opened.cause().getMessage());
            }
        });
    }

    private Opening open(Peer peer, BoundListener listener) {
        Promise<StreamHandler> ready = loop.newPromise();
        Opening opening = new Opening(ready);
        streams.put(peer, opening);
        bootstrap
                .clone()
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.closeFuture().addListener(closed -> streams.remove(peer, opening));
                        StreamHandler.Side side =
                                new StreamHandler.Side(peer.transport(), peer.host(), listener.name(), false);
                        pipelines.opened(channel, peer.remote(), side, peer.identity(), listener, index, ready);
                    }
                })
                .connect(
                        peer.remote(),
                        listener.source(peer.remote().getAddress()).orElse(null))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        streams.remove(peer, opening);
                        ready.tryFailure(new ConnectFailure(
                                "No connection to " + peer.remote() + ": "
                                        + connected.cause().getMessage(),
                                connected.cause()));
                    }
                });
        return opening;
    }
}
