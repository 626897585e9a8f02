package io.voicebridge.sip.transport;

import io.voicebridge.sip.Destination;
import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The next element that a message goes to, or the one it came from.
 *
 * @param remote its socket address; for a message that came in the true source, not what a header claims. Nothing is sent
 *     to an unresolved one: {@link Wire#locate} comes first
 * @param connection used as long as it is open, for a stream; then a new one is opened to {@code remote}
 * @param host the name that led to {@code remote}, which a TLS peer must prove; empty if there is none but the address
 * @param listener the listener that it came in by, and that it leaves by; empty for the first one of the transport
 */
public record Hop(
        Transport transport, InetSocketAddress remote, Optional<Connection> connection, String host, String listener) {

    public Hop(Transport transport, InetSocketAddress remote, Optional<Connection> connection) {
        this(transport, remote, connection, "", "");
    }

    public static Hop to(Transport transport, InetSocketAddress remote) {
        return new Hop(transport, remote, Optional.empty());
    }

    /** The one hop to an address that is given outright. */
    public static Hop to(Destination.Address destination) {
        return new Hop(destination.transport(), destination.address(), Optional.empty(), destination.host(), "");
    }

    /** The same connection, but another address to open a new one to. */
    public Hop orElse(InetSocketAddress address) {
        return new Hop(transport, address, connection, host, listener);
    }
}
