package io.voicebridge.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** The network as one loop uses it. */
final class LoopWire implements Wire {

    private static final int CONNECT_TIMEOUT_MILLIS = 5000;
    private static final int MOST_CONNECTING = 1000;

    private final EventLoop loop;
    private final Channel datagrams;
    private final Bootstrap connector;
    private final Addresses addresses;
    /** Connections that this loop opened, or is opening. */
    private final Map<InetSocketAddress, ChannelFuture> opened = new HashMap<>();

    /** @param datagrams null if UDP is not served */
    LoopWire(EventLoop loop, Channel datagrams, Bootstrap connector, Addresses addresses) {
        this.loop = loop;
        this.datagrams = datagrams;
        this.addresses = addresses;
        this.connector = connector
                .clone()
                .group(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true);
    }

    @Override
    public void send(byte[] message, Hop hop, Runnable undelivered) {
        Runnable later = () -> loop.execute(undelivered);
        switch (hop.transport()) {
            case UDP -> sendDatagram(message, hop.remote(), later);
            case TCP -> sendStream(message, hop, later);
            case TLS -> later.run();
        }
    }

    private void sendDatagram(byte[] message, InetSocketAddress remote, Runnable undelivered) {
        if (datagrams == null || remote.isUnresolved()) {
            undelivered.run();
            return;
        }
        datagrams
                .writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(message), remote))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        undelivered.run();
                    }
                });
    }

    private void sendStream(byte[] message, Hop hop, Runnable undelivered) {
        if (hop.connection().isPresent() && hop.connection().get() instanceof StreamHandler stream && stream.isOpen()) {
            stream.send(message, undelivered);
            return;
        }
        ChannelFuture connection = opened.get(hop.remote());
        if (connection == null) {
            if (hop.remote().isUnresolved() || opened.size() >= MOST_CONNECTING) {
                undelivered.run();
                return;
            }
            connection = open(hop.remote());
        }
        connection.addListener((ChannelFuture done) -> {
            if (done.isSuccess()) {
                done.channel().pipeline().get(StreamHandler.class).send(message, undelivered);
            } else {
                undelivered.run();
            }
        });
    }

    private ChannelFuture open(InetSocketAddress remote) {
        ChannelFuture connection = connector.connect(remote);
        opened.put(remote, connection);
        connection.channel().closeFuture().addListener(closed -> opened.remove(remote, connection));
        return connection;
    }

    @Override
    public String advertised(Transport transport, InetSocketAddress remote) {
        return addresses.advertised(transport, remote);
    }
}
