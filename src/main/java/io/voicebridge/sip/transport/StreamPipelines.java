package io.voicebridge.sip.transport;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Promise;
import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Puts the handlers on a connection that was accepted, or that we open. */
final class StreamPipelines {

    private final TransportSettings settings;
    private final ConnectionLimits limits;

    StreamPipelines(TransportSettings settings) {
        this.settings = settings;
        this.limits = new ConnectionLimits(settings.connections(), settings.connectionsPerSource());
    }

    /** A connection that a peer opened; closed at once if it may not be there. */
    void accepted(SocketChannel channel, BoundListener listener, Admission admission, int loop) {
        InetSocketAddress remote = channel.remoteAddress();
        if (remote == null
                || admission.admit(remote) == Admission.Verdict.IGNORE
                || !limits.acquire(remote.getAddress())) {
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> limits.release(remote.getAddress()));
        addStream(channel, listener.transport(), "", listener, loop);
    }

    /**
     * A connection that we open.
     *
     * @param host what the peer must prove to be, for TLS
     * @param ready told when it can be used, or why it cannot
     */
    void opened(
            SocketChannel channel,
            Transport transport,
            String host,
            BoundListener listener,
            int loop,
            Promise<StreamHandler> ready) {
        if (transport == Transport.TLS) {
            channel.close();
            ready.tryFailure(new ConnectFailure("SIP over TLS is not served yet", null));
            return;
        }
        StreamHandler stream = addStream(channel, transport, host, listener, loop);
        stream.whenActive(() -> ready.trySuccess(stream));
    }

    private StreamHandler addStream(
            SocketChannel channel, Transport transport, String host, BoundListener listener, int loop) {
        StreamHandler stream =
                new StreamHandler(channel, transport, host, listener.name(), listener.gate(loop), settings);
        channel.pipeline()
                .addLast(new IdleStateHandler(0, 0, settings.idleTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .addLast(stream);
        return stream;
    }
}
