package io.voicebridge.sip.transport;

import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.MessageLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * How the transports listen and what they bear.
 *
 * @param listen addresses to bind; port 0 takes a free one, and TCP takes the one that UDP got
 * @param advertised {@code host:port} for Via and Contact, where it is not the bound address (behind NAT)
 * @param loops event loops, 1 or more
 * @param connections TCP connections at a time, over all sources
 * @param connectionsPerSource TCP connections at a time of one source address
 * @param idleTimeout after which a silent connection is closed
 * @param messageTimeout how long one message may take to arrive on a stream
 * @param messagesPerSecond of one source address in the long run; 0 for no limit
 */
public record TransportSettings(
        Map<Transport, InetSocketAddress> listen,
        Map<Transport, String> advertised,
        int loops,
        MessageLimits limits,
        int connections,
        int connectionsPerSource,
        Duration idleTimeout,
        Duration messageTimeout,
        int messagesPerSecond,
        Admission admission) {

    public TransportSettings {
        listen = Map.copyOf(listen);
        advertised = Map.copyOf(advertised);
        if (listen.isEmpty() || loops < 1 || connections < 1 || connectionsPerSource < 1 || messagesPerSecond < 0) {
            throw new IllegalArgumentException("A SIP listener needs an address, a loop and limits above 0");
        }
    }
}
