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
import io.voicebridge.sip.ListenerState;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.location.DnsNames;
import io.voicebridge.sip.location.IpFamily;
import io.voicebridge.sip.location.Means;
import io.voicebridge.sip.location.Outages;
import io.voicebridge.sip.location.ServerLocator;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * UDP, TCP and TLS on Netty (RFC 3261 section 18). Each loop has a UDP socket of its own on the one port where the machine
 * can do that; a connection lives on one loop. {@link Inbound} sorts out which loop owns a message.
 */
public final class Transports implements AutoCloseable {

    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int UDP_BUFFER = 4 << 20;
    private static final int UNSENT_LOW = 256 << 10;
    private static final int UNSENT_HIGH = 1 << 20;
    private static final int BIND_ATTEMPTS = 20;
    private static final int REFRESH_SECONDS = 2;

    private final TransportSettings settings;
    private final Inbound inbound;
    private final EventLoops loops;
    private final CryptoThreads crypto;
    private final StreamPipelines pipelines;
    private final List<BoundListener> listeners = new ArrayList<>();
    private final List<DnsNames> names = new ArrayList<>();
    private final List<Wire> wires = new ArrayList<>();

    /**
     * Binds the sockets; nothing is read before {@link #start}.
     *
     * @throws IOException if an address cannot be bound; nothing is left open then
     */
    public Transports(TransportSettings settings, Inbound inbound) throws IOException {
        this.settings = settings;
        this.inbound = settings.capture()
                .<Inbound>map(capture -> new CapturedInbound(inbound, capture, this::local))
                .orElse(inbound);
        this.loops = new EventLoops(settings.loops());
        this.crypto = new CryptoThreads();
        try {
            TlsContexts tls = new TlsContexts(settings.tls());
            this.pipelines = new StreamPipelines(settings, tls, crypto);
            loops.get(0)
                    .scheduleWithFixedDelay(
                            () -> crypto.execute(tls::refresh), REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
            bindAll();
        } catch (IOException e) {
            close();
            throw e;
        }
        Outages outages = new Outages(Transports::millis);
        for (int i = 0; i < loops.count(); i++) {
            OpenedStreams streams = new OpenedStreams(i, loops.get(i), connector(), pipelines);
            DnsNames dns = new DnsNames(
                    loops.get(i), loops.datagramChannel(), loops.socketChannel(), settings.dns(), Transports::millis);
            names.add(dns);
            Locations locations = new Locations(new ServerLocator(dns, means()), outages);
            Wire wire = new LoopWire(i, loops.get(i), List.copyOf(listeners), streams, locations);
            wires.add(settings.capture()
                    .<Wire>map(capture -> new CapturedWire(wire, capture))
                    .orElse(wire));
        }
    }

    /** Where a message from there came to. */
    private String local(Hop hop, int loop) {
        return wires.get(loop).advertised(hop);
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    /** UDP is spoken from the sockets of its listeners; connections are opened over whatever there is a listener for. */
    private Means means() {
        Map<Transport, Set<IpFamily>> families = new EnumMap<>(Transport.class);
        for (BoundListener each : listeners) {
            List<Transport> from = each.transport() == Transport.UDP
                    ? List.of(Transport.UDP, Transport.TCP, Transport.TLS)
                    : List.of(Transport.TCP, Transport.TLS);
            from.forEach(transport -> families.computeIfAbsent(transport, t -> EnumSet.noneOf(IpFamily.class))
                    .addAll(each.families()));
        }
        return new Means(families);
    }

    /** Starts to read. */
    public void start() {
        listeners.forEach(BoundListener::startReading);
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

    /**
     * Of the first listener for that transport.
     *
     * @throws IllegalArgumentException if that transport is not served
     */
    public InetSocketAddress boundAddress(Transport transport) {
        return listeners.stream()
                .filter(bound -> bound.transport() == transport)
                .findFirst()
                .map(BoundListener::address)
                .orElseThrow(() -> new IllegalArgumentException("No listener for " + transport));
    }

    /** Every listener, in the order of the settings. */
    public List<ListenerState> listeners() {
        return listeners.stream().map(BoundListener::state).toList();
    }

    private void bindAll() throws IOException {
        for (Listener listener : settings.listeners()) {
            boolean follows = listener.transport() == Transport.TCP
                    && listener.address().getPort() == 0
                    && datagramTwin(listener).isPresent();
            if (follows) {
                bindTwins(listener);
            } else {
                listeners.add(bind(listener, listener.address().getPort()));
            }
        }
    }

    private Optional<BoundListener> datagramTwin(Listener listener) {
        return listeners.stream()
                .filter(bound ->
                        bound.transport() == Transport.UDP && bound.name().equals(listener.name()))
                .findFirst();
    }

    /** TCP takes the free port that UDP got, as a SIP URI without a transport leads to either. */
    private void bindTwins(Listener tcp) throws IOException {
        for (int attempt = 1; ; attempt++) {
            BoundListener udp = datagramTwin(tcp).orElseThrow();
            try {
                listeners.add(bind(tcp, udp.address().getPort()));
                return;
            } catch (BindException e) {
                Listener again = settings.listeners().stream()
                        .filter(l -> l.transport() == Transport.UDP && l.name().equals(tcp.name()))
                        .findFirst()
                        .orElseThrow();
                if (attempt == BIND_ATTEMPTS || again.address().getPort() != 0) {
                    throw e;
                }
                udp.close();
                listeners.set(listeners.indexOf(udp), bind(again, 0));
            }
        }
    }

    private BoundListener bind(Listener listener, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(listener.address().getAddress(), port);
        List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < loops.count(); i++) {
            gates.add(new Gate(i, listener.admission(), settings, inbound));
        }
        return listener.transport() == Transport.UDP
                ? bindDatagrams(listener, address, gates)
                : bindStreams(listener, address, gates);
    }

    private BoundListener bindDatagrams(Listener listener, InetSocketAddress address, List<Gate> gates)
            throws IOException {
        int sockets = loops.hasReusePort() ? loops.count() : 1;
        List<Channel> channels = new ArrayList<>();
        InetSocketAddress wanted = address;
        try {
            for (int i = 0; i < sockets; i++) {
                Bootstrap bootstrap = new Bootstrap()
                        .group(loops.get(i))
                        .channel(loops.datagramChannel())
                        .option(ChannelOption.AUTO_READ, false)
                        .option(ChannelOption.SO_RCVBUF, UDP_BUFFER)
                        .option(ChannelOption.SO_SNDBUF, UDP_BUFFER)
                        .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM))
                        .handler(new DatagramHandler(gates.get(i), listener.name()));
                if (sockets > 1) {
                    bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
                }
                Channel channel = bound(bootstrap.bind(wanted), wanted);
                channels.add(channel);
                wanted = (InetSocketAddress) channel.localAddress();
            }
        } catch (IOException e) {
            channels.forEach(channel -> channel.close().awaitUninterruptibly());
            throw e;
        }
        return new BoundListener(listener, wanted, gates, channels);
    }

    private BoundListener bindStreams(Listener listener, InetSocketAddress address, List<Gate> gates)
            throws IOException {
        Accepting accepting = new Accepting(listener.admission());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.get(0), loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(UNSENT_LOW, UNSENT_HIGH))
                .childHandler(accepting);
        Channel channel = bound(bootstrap.bind(address), address);
        accepting.listener =
                new BoundListener(listener, (InetSocketAddress) channel.localAddress(), gates, List.of(channel));
        return accepting.listener;
    }

    /** Takes a connection to its handlers. Nothing is accepted before {@link #start}, when the listener is known. */
    private final class Accepting extends ChannelInitializer<SocketChannel> {

        private final Admission admission;
        private volatile BoundListener listener;

        Accepting(Admission admission) {
            this.admission = admission;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            pipelines.accepted(channel, listener, admission, loops.indexOf(channel.eventLoop()));
        }
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

    private Bootstrap connector() {
        return new Bootstrap()
                .channel(loops.socketChannel())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(UNSENT_LOW, UNSENT_HIGH));
    }

    @Override
    public void close() {
        listeners.forEach(BoundListener::close);
        names.forEach(DnsNames::close);
        loops.shutdown();
        crypto.close();
    }
}
