package io.voicebridge.agent.hosted;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/**
 * Opens connections to hosted agents: to an address that was judged, which the clients at hand cannot do, for each of them
 * looks up the name of a WebSocket itself. The name is what is asked of the certificate, and for. Where a name has several
 * addresses, one that takes no connection is followed by the next (RFC 8305, without its race). Thread-safe.
 */
public final class Sockets implements AutoCloseable {

    /** For each of: the connection, TLS, the other side's word that it will talk. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Addresses of a name that are tried: they share the time for the connection. */
    private static final int MOST_ADDRESSES = 3;

    private static final int THREADS = 4;
    private static final int LARGEST_REFUSAL = 64 * 1024;

    private final EventLoopGroup threads =
            new NioEventLoopGroup(THREADS, new DefaultThreadFactory("agent-socket", true));
    private final SslContextBuilder trust;
    private SslContext tls;

    public Sockets() {
        this(SslContextBuilder.forClient());
    }

    /** @param trust of a client */
    Sockets(SslContextBuilder trust) {
        this.trust = trust.sslProvider(SslProvider.JDK).endpointIdentificationAlgorithm("HTTPS");
    }

    void connect(AllowedHosts.Target target, Map<String, String> headers, SocketLink link) {
        List<InetSocketAddress> tried = target.addresses()
                .subList(0, Math.min(MOST_ADDRESSES, target.addresses().size()));
        Bootstrap bootstrap = new Bootstrap()
                .group(threads)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) PATIENCE.toMillis() / tried.size());
        connect(bootstrap, tried, 0, address -> fillers(target.uri(), address, headers, link), link);
    }

    /** To the address at the index, or to one after it. */
    private static void connect(
            Bootstrap bootstrap,
            List<InetSocketAddress> addresses,
            int index,
            Function<InetSocketAddress, ChannelHandler> fillers,
            SocketLink link) {
        InetSocketAddress address = addresses.get(index);
        bootstrap.clone().handler(fillers.apply(address)).connect(address).addListener(connected -> {
            if (!connected.isSuccess() && index + 1 < addresses.size()) {
                connect(bootstrap, addresses, index + 1, fillers, link);
            } else if (!connected.isSuccess()) {
                link.failed(connected.cause());
            }
        });
    }

    private ChannelHandler fillers(URI uri, InetSocketAddress address, Map<String, String> headers, SocketLink link) {
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                fill(channel.pipeline(), uri, address.getPort(), headers, link);
            }
        };
    }

    private void fill(ChannelPipeline pipeline, URI uri, int port, Map<String, String> headers, SocketLink link) {
        if (uri.getScheme().equals("wss")) {
            SslHandler handler = tls().newHandler(pipeline.channel().alloc(), uri.getHost(), port);
            handler.setHandshakeTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            pipeline.addLast(handler);
        }
        HttpHeaders sent = new DefaultHttpHeaders().set(HttpHeaderNames.USER_AGENT, "voice-bridge");
        headers.forEach(sent::set);
        pipeline.addLast(
                new HttpClientCodec(),
                new HttpObjectAggregator(LARGEST_REFUSAL),
                new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                        .webSocketUri(uri)
                        .customHeaders(sent)
                        .generateOriginHeader(false)
                        .maxFramePayloadLength(SocketLink.LARGEST_MESSAGE)
                        .handshakeTimeoutMillis(PATIENCE.toMillis())
                        // In their place among the messages, so that none is lost before a goodbye
                        .handleCloseFrames(false)
                        .dropPongFrames(false)
                        .sendCloseFrame(null)
                        .build()),
                link.frames());
    }

    private synchronized SslContext tls() {
        if (tls == null) {
            try {
                tls = trust.build();
            } catch (SSLException e) {
                throw new UncheckedIOException(e);
            }
        }
        return tls;
    }

    @Override
    public void close() {
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
