package io.voicebridge.sip.transport;

import java.time.Duration;

/**
 * What connections over TCP and TLS may take of us, and when one is taken in place of a datagram.
 *
 * @param connections accepted at a time, over all sources
 * @param connectionsPerSource accepted at a time of one source address
 * @param idleTimeout after which a connection that no call needs is closed if the peer was silent
 * @param messageTimeout how long one message may take to arrive
 * @param firstMessageTimeout how long an accepted connection may be open before its first message or keep-alive
 * @param keepAlive after how much silence of ours a double CRLF is sent on a connection that a call needs, or that we
 *     opened; zero for never
 * @param bytes that all connections together may hold of unfinished messages
 * @param datagramLimit bytes of a request for UDP above which it goes over TCP (RFC 3261 section 18.1.1); 0 for never
 */
public record StreamLimits(
        int connections,
        int connectionsPerSource,
        Duration idleTimeout,
        Duration messageTimeout,
        Duration firstMessageTimeout,
        Duration keepAlive,
        long bytes,
        int datagramLimit) {

    public static final StreamLimits STANDARD = new StreamLimits(
            2000,
            500,
            Duration.ofMinutes(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(25),
            64L << 20,
            1300);

    public StreamLimits {
        if (connections < 1 || connectionsPerSource < 1 || bytes < 1) {
            throw new IllegalArgumentException("Connections need limits above 0");
        }
        if (datagramLimit < 0) {
            throw new IllegalArgumentException("The size of requests over UDP is below 0");
        }
    }

    public StreamLimits withConnections(int total, int perSource) {
        return new StreamLimits(
                total, perSource, idleTimeout, messageTimeout, firstMessageTimeout, keepAlive, bytes, datagramLimit);
    }

    public StreamLimits withTimeouts(Duration idle, Duration message, Duration firstMessage) {
        return new StreamLimits(
                connections, connectionsPerSource, idle, message, firstMessage, keepAlive, bytes, datagramLimit);
    }

    public StreamLimits withKeepAlive(Duration interval) {
        return new StreamLimits(
                connections,
                connectionsPerSource,
                idleTimeout,
                messageTimeout,
                firstMessageTimeout,
                interval,
                bytes,
                datagramLimit);
    }

    public StreamLimits withBytes(long most) {
        return new StreamLimits(
                connections,
                connectionsPerSource,
                idleTimeout,
                messageTimeout,
                firstMessageTimeout,
                keepAlive,
                most,
                datagramLimit);
    }

    public StreamLimits withDatagramLimit(int most) {
        return new StreamLimits(
                connections,
                connectionsPerSource,
                idleTimeout,
                messageTimeout,
                firstMessageTimeout,
                keepAlive,
                bytes,
                most);
    }
}
