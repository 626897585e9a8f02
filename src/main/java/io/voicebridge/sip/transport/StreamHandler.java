package io.voicebridge.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.ScheduledFuture;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.Parsed;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, over TCP or TLS: frames what comes in, sends and answers keep-alives, and closes on silence, slowness
 * and broken frames.
 */
final class StreamHandler extends SimpleChannelInboundHandler<ByteBuf> implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);
    private static final byte[] PING = {'\r', '\n', '\r', '\n'};
    private static final byte[] PONG = {'\r', '\n'};
    private static final int MOST_UNANSWERED = 50;

    /**
     * Which connection it is.
     *
     * @param host the name that led to the peer, empty for one that came to us
     * @param listener name of the listener that it came by, or that it counts to
     * @param accepted true for one that the peer opened
     */
    record Side(Transport transport, String host, String listener, boolean accepted) {}

    private final Channel channel;
    private final Side side;
    private final Gate gate;
    private final StreamLimits limits;
    private final StreamMemory memory;
    private final StreamFramer framer;
    private final AtomicInteger calls = new AtomicInteger();
    /** Those whose message went out when nothing had come back yet: a peer that closes then has not taken it. */
    private final List<Consumer<String>> unanswered = new ArrayList<>();

    private volatile List<String> names = List.of();
    private boolean heard;
    private String fault = "";
    private boolean inMessage;
    private ScheduledFuture<?> deadline;
    private InetSocketAddress peer;
    private Runnable connected = () -> {};
    private int counted;

    StreamHandler(Channel channel, Side side, Gate gate, TransportSettings settings, StreamMemory memory) {
        this.channel = channel;
        this.side = side;
        this.gate = gate;
        this.limits = settings.streams();
        this.memory = memory;
        this.framer = new StreamFramer(settings.limits());
    }

    @Override
    public List<String> names() {
        return names;
    }

    /** The peer has shown a certificate for these domains. */
    void proved(List<String> domains) {
        names = List.copyOf(domains);
    }

    @Override
    public boolean isOpen() {
        return channel.isActive();
    }

    @Override
    public void close() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void hold() {
        calls.incrementAndGet();
    }

    @Override
    public void release() {
        calls.decrementAndGet();
    }

    /** Runs once the connection stands, before any handshake. */
    void whenConnected(Runnable action) {
        connected = action;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        peer = remote();
        connected.run();
        if (side.accepted()) {
            closeAfter(context, limits.firstMessageTimeout());
        }
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
                undelivered.accept(lost());
            } else if (!heard && unanswered.size() < MOST_UNANSWERED) {
                unanswered.add(undelivered);
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf chunk) {
        heard = true;
        unanswered.clear();
        List<StreamFramer.Frame> frames = framer.feed(ByteBufUtil.getBytes(chunk));
        if (!frames.isEmpty() || framer.isInMessage() && !inMessage) {
            cancelDeadline();
        }
        inMessage = framer.isInMessage();
        for (StreamFramer.Frame frame : frames) {
            handle(frame);
        }
        if (!count(framer.capacity())) {
            LOG.warn("A connection of {} is closed: all streams together hold too much", remote());
            channel.close();
        } else if (inMessage && deadline == null) {
            closeAfter(context, limits.messageTimeout());
        }
    }

    private boolean count(int bytes) {
        int change = bytes - counted;
        counted = bytes;
        return change == 0 || memory.change(change);
    }

    private void closeAfter(ChannelHandlerContext context, Duration time) {
        deadline = context.executor()
                .schedule(
                        () -> {
                            channel.close();
                        },
                        time.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void handle(StreamFramer.Frame frame) {
        Admission.Verdict verdict = gate.admit(remote());
        if (frame instanceof StreamFramer.Frame.KeepAlive) {
            if (verdict == Admission.Verdict.ADMIT || verdict == Admission.Verdict.ADMIT_STRANGER) {
                channel.writeAndFlush(Unpooled.wrappedBuffer(PONG));
            }
        } else if (frame instanceof StreamFramer.Frame.Broken broken) {
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

    private String lost() {
        return "The connection to " + (side.host().isEmpty() ? "" : side.host() + " at ") + peer + " was lost" + fault;
    }

    private InetSocketAddress remote() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    private Hop hop() {
        return new Hop(side.transport(), remote(), Optional.of(this), side.host(), side.listener());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelDeadline();
        count(0);
        String reason = lost();
        unanswered.forEach(each -> each.accept(reason));
        unanswered.clear();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent idle) {
            silent(idle.state());
        } else if (event instanceof SslCloseCompletionEvent) {
            // The peer has said goodbye (close_notify): what it would not read any more goes over a new connection.
            channel.close();
        }
    }

    private void silent(IdleState state) {
        boolean inCall = calls.get() > 0;
        if (state == IdleState.READER_IDLE && !inCall) {
            channel.close();
        } else if (state == IdleState.WRITER_IDLE && (inCall || !side.accepted())) {
            // RFC 5626 section 4.4.1. A carrier that hears nothing closes, and the BYE would need a new connection.
            channel.writeAndFlush(Unpooled.wrappedBuffer(PING));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("A connection is closed: {}", cause.toString());
        fault = ": " + TlsFailure.sentence(cause);
        channel.close();
    }
}
