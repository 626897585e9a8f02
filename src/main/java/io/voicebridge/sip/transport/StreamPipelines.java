package io.voicebridge.sip.transport;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Promise;
import io.voicebridge.sip.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Puts the handlers on a connection that was accepted, or that we open. */
final class StreamPipelines {

    /** Who is on no list holds no more connections than this, and all of them no more than a quarter. */
    private static final int MOST_OF_A_STRANGER = 20;

    private final TransportSettings settings;
    private final TlsContexts tls;
    private final Executor crypto;
    private final ConnectionLimits known;
    private final ConnectionLimits strangers;
    private final Handshakes handshakes;
    private final StreamMemory memory;

    /** @param crypto runs the costly parts of handshakes, off the loops */
    StreamPipelines(TransportSettings settings, TlsContexts tls, Executor crypto) {
        this.settings = settings;
        this.tls = tls;
        this.crypto = crypto;
        this.known = new ConnectionLimits(
                settings.streams().connections(), settings.streams().connectionsPerSource());
        this.strangers = new ConnectionLimits(
                Math.max(1, settings.streams().connections() / 4),
                Math.min(MOST_OF_A_STRANGER, settings.streams().connectionsPerSource()));
        this.handshakes = new Handshakes(
                settings.tls().handshakesPerSecond(), settings.tls().handshakesPerSource(), System::nanoTime);
        this.memory = new StreamMemory(settings.streams().bytes());
    }

    /** A connection that a peer opened; closed at once if it may not be there. */
    void accepted(SocketChannel channel, BoundListener listener, Admission admission, int loop) {
        InetSocketAddress remote = channel.remoteAddress();
        Admission.Verdict verdict = remote == null ? Admission.Verdict.IGNORE : admission.admit(remote);
        ConnectionLimits limits = verdict == Admission.Verdict.ADMIT ? known : strangers;
        if (verdict == Admission.Verdict.IGNORE
                || listener.transport() == Transport.TLS && !handshakes.begin(remote.getAddress())
                || !limits.acquire(remote.getAddress())) {
            channel.close();
            return;
        }
        InetAddress source = remote.getAddress();
        Optional<SslHandler> shaken = Optional.empty();
        channel.closeFuture().addListener(closed -> limits.release(source));
        if (listener.transport() == Transport.TLS) {
            SslHandler handler = tls.server().newHandler(channel.alloc(), crypto);
            handler.setHandshakeTimeoutMillis(settings.tls().handshakeTimeout().toMillis());
            channel.pipeline().addLast(handler);
            shaken = Optional.of(handler);
        }
        StreamHandler stream = addStream(
                channel, new StreamHandler.Side(listener.transport(), "", listener.name(), true), listener, loop);
        shaken.ifPresent(handler -> handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                stream.proved(domains(handler.engine().getSession()));
            }
        }));
    }

    /** What the certificate of a client says that it is; it was judged before. */
    private static List<String> domains(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? PeerNames.domains(certificate)
                    : List.of();
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            return List.of(); // none was asked for, or shown, or its names cannot be read
        }
    }

    /**
     * A connection that we open.
     *
     * @param identity what the peer must prove to be, for TLS
     * @param ready told when it can be used, or why it cannot
     */
    void opened(
            SocketChannel channel,
            InetSocketAddress remote,
            StreamHandler.Side side,
            PeerIdentity identity,
            BoundListener listener,
            int loop,
            Promise<StreamHandler> ready) {
        SslHandler handler = null;
        if (side.transport() == Transport.TLS) {
            handler = client(channel, remote, identity);
            channel.pipeline().addLast(handler);
        }
        StreamHandler stream = addStream(channel, side, listener, loop);
        if (handler == null) {
            stream.whenConnected(() -> ready.trySuccess(stream));
            return;
        }
        handler.handshakeFuture().addListener(shaken -> {
            if (shaken.isSuccess()) {
                ready.trySuccess(stream);
            } else {
                ready.tryFailure(new ConnectFailure(
                        "No TLS with " + (side.host().isEmpty() ? "" : side.host() + " at ") + remote + ": "
                                + TlsFailure.sentence(shaken.cause()),
                        shaken.cause()));
            }
        });
    }

    private SslHandler client(SocketChannel channel, InetSocketAddress remote, PeerIdentity identity) {
        SslHandler handler = tls.client().newHandler(channel.alloc(), identity.text(), remote.getPort(), crypto);
        handler.setHandshakeTimeoutMillis(settings.tls().handshakeTimeout().toMillis());
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        // PeerTrust checks the name by SIP's rules, which are not those of HTTPS.
        parameters.setEndpointIdentificationAlgorithm(null);
        identity.serverName().ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
        engine.setSSLParameters(parameters);
        return handler;
    }

    private StreamHandler addStream(SocketChannel channel, StreamHandler.Side side, BoundListener listener, int loop) {
        StreamHandler stream = new StreamHandler(channel, side, listener.gate(loop), settings, memory);
        channel.pipeline()
                .addLast(new IdleStateHandler(
                        settings.streams().idleTimeout().toMillis(),
                        settings.streams().keepAlive().toMillis(),
                        0,
                        TimeUnit.MILLISECONDS))
                .addLast(stream);
        return stream;
    }
}
