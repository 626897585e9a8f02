package io.voicebridge.sip.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The event loops of one user agent, on epoll where the machine has it and on NIO elsewhere. */
final class EventLoops {

    private final boolean epoll = Epoll.isAvailable();
    private final EventLoopGroup group;
    private final List<EventLoop> loops = new ArrayList<>();

    EventLoops(int count) {
        DefaultThreadFactory threads = new DefaultThreadFactory("sip", true);
        group = epoll ? new EpollEventLoopGroup(count, threads) : new NioEventLoopGroup(count, threads);
        for (EventExecutor e : group) {
            loops.add((EventLoop) e);
        }
    }

    EventLoopGroup group() {
        return group;
    }

    int count() {
        return loops.size();
    }

    EventLoop get(int index) {
        return loops.get(index);
    }

    int indexOf(EventLoop loop) {
        return loops.indexOf(loop);
    }

    /** Whether each loop can have a UDP socket of its own on one port. */
    boolean hasReusePort() {
        return epoll;
    }

    Class<? extends DatagramChannel> datagramChannel() {
        return epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
    }

    Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends SocketChannel> socketChannel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    void shutdown() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
