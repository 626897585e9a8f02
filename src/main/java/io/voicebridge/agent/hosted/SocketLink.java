package io.voicebridge.agent.hosted;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A link over {@link WebSocket}, which allows one send at a time and gives messages in pieces: here they wait in a bounded
 * queue and are put together again, up to a limit. A ping every 15 s keeps the path open and finds a dead one.
 */
final class SocketLink implements Link, WebSocket.Listener {

    /** Ten seconds of audio in frames of 20 ms, and some more for the rest. */
    static final int MOST_WAITING = 600;

    /** A provider sends seconds of speech in one message, as Base64. */
    static final int LARGEST_MESSAGE = 2 * 1024 * 1024;

    private static final long PING_S = 15;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Listener listener;
    private final ScheduledExecutorService timer;
    private final StringBuilder message = new StringBuilder();
    /** Texts and bytes. */
    private final Deque<Object> waiting = new ArrayDeque<>();

    private WebSocket socket;
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
    static Connector connector(HttpClient client, ScheduledExecutorService timer) {
        return (uri, headers, listener) -> {
            SocketLink link = new SocketLink(listener, timer);
            link.connect(client, uri, headers);
            return link;
        };
    }

    private void connect(HttpClient client, URI uri, Map<String, String> headers) {
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(CONNECT);
        headers.forEach(builder::header);
        builder.buildAsync(uri, this).whenComplete((opened, failure) -> {
            if (failure != null) {
                end("no connection: " + reason(failure));
            }
        });
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getClass().getSimpleName();
    }

    @Override
    public void onOpen(WebSocket opened) {
        synchronized (this) {
            if (closing) {
                opened.abort();
                return;
            }
            socket = opened;
            pings = timer.scheduleAtFixedRate(this::ping, PING_S, PING_S, TimeUnit.SECONDS);
        }
        listener.opened();
        opened.request(1);
        pump();
    }

    private void ping() {
        WebSocket open;
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
            open.sendPing(ByteBuffer.allocate(0)).whenComplete((sent, failure) -> sent(failure));
        }
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
        synchronized (this) {
            ponged = true;
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        if (message.length() + part.length() > LARGEST_MESSAGE) {
            end("a message of more than " + LARGEST_MESSAGE + " characters");
            return null;
        }
        message.append(part);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            listener.text(whole);
        } else {
            from.request(1);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        listener.binary(part);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        end(status == WebSocket.NORMAL_CLOSURE, "closed by the other side with " + status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end("broken: " + reason(error));
    }

    @Override
    public void more() {
        WebSocket open;
        synchronized (this) {
            open = over ? null : socket;
        }
        if (open != null) {
            open.request(1);
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
        WebSocket open;
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
            open.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((sent, failure) -> open.abort());
        } else {
            (next instanceof byte[] bytes
                            ? open.sendBinary(ByteBuffer.wrap(bytes), true)
                            : open.sendText(next.toString(), true))
                    .whenComplete((sent, failure) -> sent(failure));
        }
    }

    private void sent(Throwable failure) {
        synchronized (this) {
            sending = false;
        }
        if (failure != null) {
            end("broken: " + reason(failure));
        } else {
            pump();
        }
    }

    private void end(String why) {
        end(false, why);
    }

    private void end(boolean agreed, String why) {
        WebSocket open;
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
            open.abort();
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
