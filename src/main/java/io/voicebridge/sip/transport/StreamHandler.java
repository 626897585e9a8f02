package io.voicebridge.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.ScheduledFuture;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.Parsed;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection: frames what comes in, answers keep-alives, and closes on silence, slowness and broken frames. */
final class StreamHandler extends SimpleChannelInboundHandler<ByteBuf> implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);
    private static final byte[] PONG = {'\r', '\n'};

    private final Channel channel;
    private final Transport transport;
    private final String host;
    private final String listener;
    private final Gate gate;
    private final TransportSettings settings;
    private final StreamFramer framer;
    private ScheduledFuture<?> messageDeadline;
    private Runnable active = () -> {};

    /** @param host the name that led to the peer, empty for one that came to us */
    StreamHandler(
            Channel channel, Transport transport, String host, String listener, Gate gate, TransportSettings settings) {
        this.channel = channel;
        this.transport = transport;
        this.host = host;
        this.listener = listener;
        this.gate = gate;
        this.settings = settings;
        this.framer = new StreamFramer(settings.limits());
    }

    @Override
    public boolean isOpen() {
        return channel.isActive();
    }

    @Override
    public void close() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Runs once the connection can be used. */
    void whenActive(Runnable action) {
        active = action;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        active.run();
        context.fireChannelActive();
    }

    /** From any thread. */
    void send(byte[] message, Consumer<String> undelivered) {
        if (!channel.isWritable()) {
            // The peer does not read: what it does not take would pile up here.
            channel.close();
            undelivered.accept("The peer does not read what it is sent");
            return;
        }
        channel.writeAndFlush(Unpooled.wrappedBuffer(message)).addListener(done -> {
            if (!done.isSuccess()) {
                undelivered.accept("The connection to " + remote() + " was lost");
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf chunk) {
        List<StreamFramer.Frame> frames = framer.feed(ByteBufUtil.getBytes(chunk));
        if (!frames.isEmpty() && messageDeadline != null) {
            messageDeadline.cancel(false);
            messageDeadline = null;
        }
        for (StreamFramer.Frame frame : frames) {
            handle(frame);
        }
        if (framer.isInMessage() && messageDeadline == null) {
            messageDeadline = context.executor()
                    .schedule(
                            () -> {
                                channel.close();
                            },
                            settings.messageTimeout().toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private void handle(StreamFramer.Frame frame) {
        if (frame instanceof StreamFramer.Frame.KeepAlive) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(PONG));
            return;
        }
        Admission.Verdict verdict = gate.admit(remote());
        if (frame instanceof StreamFramer.Frame.Broken broken) {
            if (verdict != Admission.Verdict.IGNORE) {
                answerBroken(broken, verdict);
            }
            close();
        } else if (frame instanceof StreamFramer.Frame.Message message && verdict != Admission.Verdict.IGNORE) {
            gate.pass(gate.parser().parse(message.bytes()), hop(), verdict);
        }
    }

    private void answerBroken(StreamFramer.Frame.Broken broken, Admission.Verdict verdict) {
        Parsed parsed = gate.parser().parse(broken.bytes());
        if (parsed instanceof Parsed.Faulty faulty) {
            gate.pass(new Parsed.Faulty(faulty.request(), broken.fault()), hop(), verdict);
        } else if (parsed instanceof Parsed.Request whole && !whole.request().is("ACK")) {
            gate.pass(new Parsed.Faulty(whole.request().raw(), broken.fault()), hop(), verdict);
        }
    }

    private InetSocketAddress remote() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    private Hop hop() {
        return new Hop(transport, remote(), Optional.of(this), host, listener);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (messageDeadline != null) {
            messageDeadline.cancel(false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("A connection is closed: {}", cause.toString());
        channel.close();
    }
}
