package io.voicebridge.sip.transport;

import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.MessageLimits;
import java.time.Duration;
import java.util.List;

/**
 * How the transports listen and what they bear.
 *
 * @param listeners at least one; of one name, TCP takes the free port that UDP got
 * @param loops event loops, 1 or more
 * @param connections TCP connections at a time, over all sources
 * @param connectionsPerSource TCP connections at a time of one source address
 * @param idleTimeout after which a silent connection is closed
 * @param messageTimeout how long one message may take to arrive on a stream
 * @param firstMessageTimeout how long a connection may be open before its first message or keep-alive
 * @param keepAlive after which a double CRLF is sent on a connection that a call needs, or that we opened; zero for never
 * @param streamBytes that all streams may hold of unfinished messages
 * @param tls certificates and limits; used by listeners for TLS and by connections that we open
 */
public record TransportSettings(
        List<Listener> listeners,
        int loops,
        MessageLimits limits,
        int connections,
        int connectionsPerSource,
        Duration idleTimeout,
        Duration messageTimeout,
        MessageRates rates,
        Duration firstMessageTimeout,
        Duration keepAlive,
        long streamBytes,
        TlsSettings tls) {

    public TransportSettings {
        listeners = List.copyOf(listeners);
        if (listeners.isEmpty() || loops < 1 || connections < 1 || connectionsPerSource < 1) {
            throw new IllegalArgumentException("A SIP listener needs an address, a loop and limits above 0");
        }
        if (tls.identity().isEmpty() && listeners.stream().anyMatch(l -> l.transport() == Transport.TLS)) {
            throw new IllegalArgumentException("A SIP listener for TLS needs a certificate and its key");
        }
    }
}
