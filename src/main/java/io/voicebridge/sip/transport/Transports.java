package io.voicebridge.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.handler.timeout.IdleStateHandler;
import io.voicebridge.sip.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * UDP and TCP on Netty (RFC 3261 section 18). Each loop has a UDP socket of its own on the one port where the machine
 * can do that; a connection lives on one loop. {@link Inbound} sorts out which loop owns a message.
 */
public final class Transports implements AutoCloseable {

    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int UDP_BUFFER = 4 << 20;
    private static final int UNSENT_LOW = 256 << 10;
    private static final int UNSENT_HIGH = 1 << 20;
    private static final int BIND_ATTEMPTS = 20;

    private final TransportSettings settings;
    private final EventLoops loops;
    private final Gate[] gates;
    private final ConnectionLimits connectionLimits;
    private final Map<Transport, InetSocketAddress> bound = new EnumMap<>(Transport.class);
    private final List<Channel> datagrams = new ArrayList<>();
    private final List<Channel> listeners = new ArrayList<>();
    private final List<Wire> wires = new ArrayList<>();

    /**
     * Binds the sockets; nothing is read before {@link #start}.
     *
     * @throws IOException if an address cannot be bound; nothing is left open then
     */
    public Transports(TransportSettings settings, Inbound inbound) throws IOException {
        this.settings = settings;
        this.loops = new EventLoops(settings.loops());
        this.connectionLimits = new ConnectionLimits(settings.connections(), settings.connectionsPerSource());
        this.gates = new Gate[loops.count()];
        for (int i = 0; i < gates.length; i++) {
            gates[i] = new Gate(i, settings, inbound);
        }
        try {
            bindAll();
        } catch (IOException e) {
            close();
            throw e;
        }
        Addresses addresses = new Addresses(settings.advertised(), bound);
        for (int i = 0; i < loops.count(); i++) {
            Channel udp = datagrams.isEmpty() ? null : datagrams.get(i % datagrams.size());
            wires.add(new LoopWire(loops.get(i), udp, connector(), addresses));
        }
    }

    /** Starts to read. */
    public void start() {
        datagrams.forEach(c -> c.config().setAutoRead(true));
        listeners.forEach(c -> c.config().setAutoRead(true));
    }

    public int loops() {
        return loops.count();
    }

    public EventLoop loop(int index) {
        return loops.get(index);
    }

    public Wire wire(int index) {
        return wires.get(index);
    }

    /** @throws IllegalArgumentException if that transport is not served */
    public InetSocketAddress boundAddress(Transport transport) {
        InetSocketAddress address = bound.get(transport);
        if (address == null) {
            throw new IllegalArgumentException("No listener for " + transport);
        }
        return address;
    }

    /** Where both want a free port they get the same one, as a SIP URI without a transport leads to either. */
    private void bindAll() throws IOException {
        InetSocketAddress udp = settings.listen().get(Transport.UDP);
        InetSocketAddress tcp = settings.listen().get(Transport.TCP);
        boolean shared = udp != null && tcp != null && udp.getPort() == 0 && tcp.getPort() == 0;
        for (int attempt = 1; ; attempt++) {
            try {
                if (udp != null) {
                    bindDatagrams(udp);
                }
                if (tcp != null) {
                    int port = shared ? bound.get(Transport.UDP).getPort() : tcp.getPort();
                    bindListener(new InetSocketAddress(tcp.getAddress(), port));
                }
                return;
            } catch (BindException e) {
                if (!shared || attempt == BIND_ATTEMPTS) {
                    throw e;
                }
                datagrams.forEach(c -> c.close().awaitUninterruptibly());
                datagrams.clear();
            }
        }
    }

    private void bindDatagrams(InetSocketAddress address) throws IOException {
        int sockets = loops.hasReusePort() ? loops.count() : 1;
        InetSocketAddress wanted = address;
        for (int i = 0; i < sockets; i++) {
            Bootstrap bootstrap = new Bootstrap()
                    .group(loops.get(i))
                    .channel(loops.datagramChannel())
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.SO_RCVBUF, UDP_BUFFER)
                    .option(ChannelOption.SO_SNDBUF, UDP_BUFFER)
                    .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM))
                    .handler(new DatagramHandler(gates[i]));
            if (loops.hasReusePort() && sockets > 1) {
                bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
            }
            Channel channel = bound(bootstrap.bind(wanted), wanted);
            datagrams.add(channel);
            wanted = (InetSocketAddress) channel.localAddress();
        }
        bound.put(Transport.UDP, wanted);
    }

    private void bindListener(InetSocketAddress address) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.get(0), loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(UNSENT_LOW, UNSENT_HIGH))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                });
        Channel channel = bound(bootstrap.bind(address), address);
        listeners.add(channel);
        bound.put(Transport.TCP, (InetSocketAddress) channel.localAddress());
    }

    private static Channel bound(ChannelFuture future, InetSocketAddress address) throws IOException {
        future.awaitUninterruptibly();
        if (future.isSuccess()) {
            return future.channel();
        }
        BindException failure = new BindException("SIP cannot listen on " + address + ": "
                + future.cause().getMessage() + ". Is another server using the port?");
        failure.initCause(future.cause());
        throw failure;
    }

    private void accept(SocketChannel channel) {
        InetSocketAddress remote = channel.remoteAddress();
        if (remote == null
                || settings.admission().admit(remote) == Admission.Verdict.IGNORE
                || !connectionLimits.acquire(remote.getAddress())) {
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> connectionLimits.release(remote.getAddress()));
        addStream(channel);
    }

    private void addStream(SocketChannel channel) {
        Gate gate = gates[loops.indexOf(channel.eventLoop())];
        channel.pipeline()
                .addLast(new IdleStateHandler(0, 0, settings.idleTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .addLast(new StreamHandler(channel, gate, settings));
    }

    private Bootstrap connector() {
        return new Bootstrap()
                .channel(loops.socketChannel())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(UNSENT_LOW, UNSENT_HIGH))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        addStream(channel);
                    }
                });
    }

    @Override
    public void close() {
        listeners.forEach(c -> c.close().awaitUninterruptibly());
        datagrams.forEach(c -> c.close().awaitUninterruptibly());
        loops.shutdown();
    }
}
