package io.voicebridge.agent.hosted;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A link over a WebSocket, which takes whatever is sent and gives messages in frames: here messages wait in a bounded queue and
 * are put together again, up to a limit, and nothing is read from the line before it is wanted. A ping every 15 s keeps the
 * path open and finds a dead one.
 */
final class SocketLink implements Link {

    /** Ten seconds of audio in frames of 20 ms, and some more for the rest. */
    static final int MOST_WAITING = 600;

    /** A provider sends seconds of speech in one message, as Base64. */
    static final int LARGEST_MESSAGE = 2 * 1024 * 1024;

    private static final long PING_S = 15;

    /** All is well (RFC 6455, 7.4.1). */
    private static final int NORMAL = 1000;

    private final Listener listener;
    private final ScheduledExecutorService timer;
    /** Texts and bytes. */
    private final Deque<Object> waiting = new ArrayDeque<>();

    private Channel socket;
    private Runnable more;
    private ScheduledFuture<?> pings;
    private boolean sending;
    private boolean closing;
    private boolean over;
    private boolean ponged = true;

    private SocketLink(Listener listener, ScheduledExecutorService timer) {
        this.listener = listener;
        this.timer = timer;
    }

    /** @param timer for pings; its tasks are short */
    static Connector connector(Sockets sockets, ScheduledExecutorService timer) {
        return (target, headers, listener) -> {
            SocketLink link = new SocketLink(listener, timer);
            sockets.connect(target, headers, link);
            return link;
        };
    }

    /** For the end of the pipeline of its connection. */
    ChannelHandler frames() {
        return new Frames();
    }

    /** No connection came to be, or it broke. */
    void failed(Throwable failure) {
        boolean wasOpen;
        synchronized (this) {
            wasOpen = socket != null;
        }
        Throwable cause =
                failure instanceof DecoderException && failure.getCause() != null ? failure.getCause() : failure;
        end((wasOpen ? "broken: " : "no connection: ") + cause.getClass().getSimpleName());
    }

    private synchronized boolean isOver() {
        return over;
    }

    /** What comes in. On the event loop of the connection, as everything in it. */
    private final class Frames extends SimpleChannelInboundHandler<WebSocketFrame> {

        /** What was read together and is not wanted yet. */
        private final Deque<WebSocketFrame> read = new ArrayDeque<>();

        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private int wanted = 1;
        private boolean isText;
        private boolean gone;

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                context.channel().config().setAutoRead(false);
                opened(context);
            } else if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
                end("no connection: timeout");
            }
        }

        private void opened(ChannelHandlerContext context) {
            synchronized (SocketLink.this) {
                if (closing) {
                    over = true;
                    context.close();
                    return;
                }
                socket = context.channel();
                more = () -> context.executor().execute(() -> more(context));
                pings = timer.scheduleAtFixedRate(SocketLink.this::ping, PING_S, PING_S, TimeUnit.SECONDS);
            }
            listener.opened();
            pump();
            context.read();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            read.add(frame.retain());
            deliver(context);
        }

        private void more(ChannelHandlerContext context) {
            wanted++;
            deliver(context);
        }

        private void deliver(ChannelHandlerContext context) {
            while (wanted > 0 && !read.isEmpty() && !isOver()) {
                wanted--;
                WebSocketFrame frame = read.remove();
                try {
                    take(frame);
                } finally {
                    frame.release();
                }
            }
            if (wanted > 0 && gone) {
                end("broken: the connection is gone");
            } else if (wanted > 0 && read.isEmpty()) {
                context.read();
            }
        }

        private void take(WebSocketFrame frame) {
            if (frame instanceof CloseWebSocketFrame close) {
                end(close.statusCode() == NORMAL, "closed by the other side with " + close.statusCode());
            } else if (frame instanceof PongWebSocketFrame) {
                ponged();
                wanted++;
            } else {
                isText = frame instanceof TextWebSocketFrame || isText && frame instanceof ContinuationWebSocketFrame;
                byte[] part = ByteBufUtil.getBytes(frame.content());
                if (isText) {
                    text(part, frame.isFinalFragment());
                } else {
                    listener.binary(part);
                }
            }
        }

        /** In bytes, for a frame may end inside of a character. */
        private void text(byte[] part, boolean last) {
            if (message.size() + part.length > LARGEST_MESSAGE) {
                end("a message of more than " + LARGEST_MESSAGE + " bytes");
                return;
            }
            message.writeBytes(part);
            if (last) {
                String whole = message.toString(StandardCharsets.UTF_8);
                message.reset();
                listener.text(whole);
            } else {
                wanted++;
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            gone = true;
            deliver(context);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            failed(failure);
            context.close();
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            read.forEach(WebSocketFrame::release);
            read.clear();
        }
    }

    private void ping() {
        Channel open;
        synchronized (this) {
            if (over || sending) {
                return; // what is being sent shows as well whether the path is open
            }
            if (!ponged) {
                open = null;
            } else {
                ponged = false;
                sending = true;
                open = socket;
            }
        }
        if (open == null) {
            end("no answer to a ping");
        } else {
            write(open, new PingWebSocketFrame());
        }
    }

    private synchronized void ponged() {
        ponged = true;
    }

    @Override
    public void more() {
        Runnable ask;
        synchronized (this) {
            ask = over ? null : more;
        }
        if (ask != null) {
            ask.run();
        }
    }

    @Override
    public void send(String text) {
        queue(text);
    }

    @Override
    public void send(byte[] data) {
        queue(data);
    }

    private void queue(Object text) {
        boolean full;
        synchronized (this) {
            if (over || closing) {
                return;
            }
            full = waiting.size() >= MOST_WAITING;
            if (!full) {
                waiting.add(text);
            }
        }
        if (full) {
            end("the other side does not take what is sent");
        } else {
            pump();
        }
    }

    private void pump() {
        Channel open;
        Object next;
        boolean goodbye;
        synchronized (this) {
            if (over || sending || socket == null) {
                return;
            }
            next = waiting.poll();
            goodbye = next == null && closing;
            if (next == null && !goodbye) {
                return;
            }
            sending = true;
            open = socket;
        }
        if (goodbye) {
            finish();
            open.writeAndFlush(new CloseWebSocketFrame(NORMAL, "")).addListener(ChannelFutureListener.CLOSE);
        } else {
            write(
                    open,
                    next instanceof byte[] bytes
                            ? new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes))
                            : new TextWebSocketFrame(next.toString()));
        }
    }

    private void write(Channel open, WebSocketFrame frame) {
        open.writeAndFlush(frame).addListener(written -> sent(written.cause()));
    }

    private void sent(Throwable failure) {
        synchronized (this) {
            sending = false;
        }
        if (failure != null) {
            failed(failure);
        } else {
            pump();
        }
    }

    private void end(String why) {
        end(false, why);
    }

    private void end(boolean agreed, String why) {
        Channel open;
        boolean told;
        synchronized (this) {
            if (over) {
                return;
            }
            told = !closing;
            open = socket;
        }
        finish();
        if (open != null) {
            open.close();
        }
        if (told) {
            listener.closed(agreed, why);
        }
    }

    private synchronized void finish() {
        over = true;
        waiting.clear();
        if (pings != null) {
            pings.cancel(false);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
        }
        pump();
    }
}
