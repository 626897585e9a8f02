package io.voicebridge.rtp;

import io.voicebridge.rtp.dtmf.TelephoneEvent;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * One RTP session: a socket, a peer, and an {@link AudioPort}. Every method may be called from any thread and none of
 * them blocks: the work hops to the media thread of the session.
 */
public final class RtpSession implements AutoCloseable {

    private final RtpSockets sockets;
    private final MediaThread thread;
    private final RtpStream stream;
    private final CompletableFuture<RtpStatistics> closed = new CompletableFuture<>();

    private boolean started; // these two on the media thread only
    private boolean ended;

    RtpSession(RtpSockets sockets, MediaThread thread, RtpStream stream) {
        this.sockets = sockets;
        this.thread = thread;
        this.stream = stream;
        thread.run(() -> {
            thread.register(sockets.rtp(), stream::received);
            thread.register(sockets.rtcp(), stream::receivedReport);
        });
    }

    /** The address that was bound: the one to write into an SDP, unless a public address stands for it. */
    public InetSocketAddress localAddress() {
        return sockets.address();
    }

    /** As {@link #start(RtpParameters, AudioPort, MediaListener)}, with nobody to tell. */
    public void start(RtpParameters parameters, AudioPort port) {
        start(parameters, port, MediaListener.NONE);
    }

    /**
     * Starts the session: from now on {@link AudioPort#received} and then {@link AudioPort#next} are called every 20 ms,
     * also while the peer is silent or has put us on hold (what is said then is not sent). Packets that came before are
     * dropped. A second start, or one after {@link #close}, is without effect.
     */
    public void start(RtpParameters parameters, AudioPort port, MediaListener listener) {
        thread.run(() -> {
            if (!started && !ended) {
                started = true;
                thread.start(stream, parameters, port, listener);
            }
        });
    }

    /**
     * Takes over what a new offer and answer have agreed on. The source of the peer is learnt anew if its address has
     * changed. Without effect before the start.
     */
    public void update(RtpParameters parameters) {
        thread.run(() -> {
            if (started && !ended) {
                stream.configure(parameters);
            }
        });
    }

    /**
     * Sends a DTMF digit (0-9, *, #, A-D) after those before it: 100 ms long, 80 ms apart. Dropped if the peer takes no
     * telephone events, or if 64 digits wait.
     *
     * @throws IllegalArgumentException if it is no digit
     */
    public void sendDigit(char digit) {
        if (TelephoneEvent.code(digit) < 0) {
            throw new IllegalArgumentException("Not a DTMF digit: '" + digit + "'");
        }
        thread.run(() -> stream.send(digit));
    }

    /**
     * The signalling has told that the peer has pressed a key (0-9, *, #, A-D): the port gets it as if it had come in the
     * RTP, and once if it comes there too. Without effect before the start.
     */
    public void digitSignalled(char digit) {
        thread.run(() -> {
            if (!ended) {
                stream.signalled(digit);
            }
        });
    }

    /** What was counted until the last frame. */
    public RtpStatistics statistics() {
        return stream.statistics();
    }

    /** Ends the session and frees its port, which rests for a while. Idempotent. */
    @Override
    public void close() {
        thread.run(this::end);
    }

    /** Completes on the media thread after the last call to the port. */
    public CompletableFuture<RtpStatistics> closed() {
        return closed;
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (started) {
            thread.remove(stream);
        }
        stream.close();
        sockets.close();
        closed.complete(stream.statistics());
    }
}
