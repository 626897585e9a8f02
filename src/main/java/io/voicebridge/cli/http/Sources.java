package io.voicebridge.cli.http;

import io.vertx.core.net.SocketAddress;
import io.voicebridge.directory.Problem;
import java.time.Duration;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;

/** Where requests come from, and what a source is told that has tried too often. */
final class Sources {

    private Sources() {}

    /** The address of the socket; what a client says of itself does not count. */
    static String of(Message message) {
        Object address = message.getHeader(VertxPlatformHttpConstants.REMOTE_ADDRESS);
        return address instanceof SocketAddress socket && socket.hostAddress() != null
                ? socket.hostAddress()
                : "unknown";
    }

    static Problem tooManyFailures(Duration wait) {
        return new Problem(
                        429,
                        "too_many_failures",
                        "Too many requests with a bad key or signature came from this address.")
                .with("Retry-After", Long.toString(wait.toSeconds() + 1));
    }
}
