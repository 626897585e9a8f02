package io.voicebridge.sip.transport;

import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The next element that a message goes to, or the one it came from.
 *
 * @param remote its socket address; for a message that came in the true source, not what a header claims
 * @param connection used as long as it is open, for a stream; then a new one is opened to {@code remote}
 */
public record Hop(Transport transport, InetSocketAddress remote, Optional<Connection> connection) {

    public static Hop to(Transport transport, InetSocketAddress remote) {
        return new Hop(transport, remote, Optional.empty());
    }

    /** The same connection, but another address to open a new one to. */
    public Hop orElse(InetSocketAddress address) {
        return new Hop(transport, address, connection);
    }
}
