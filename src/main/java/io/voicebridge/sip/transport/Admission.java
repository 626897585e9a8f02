package io.voicebridge.sip.transport;

import java.net.InetSocketAddress;

/**
 * Decides on a source before a byte of its message is looked at. Called on every loop at once: an implementation is
 * thread-safe and does not block.
 */
@FunctionalInterface
public interface Admission {

    enum Verdict {
        ADMIT,
        /** A request is answered 503 without any state. */
        REFUSE,
        /** Nothing is sent back. */
        IGNORE
    }

    /** @param source the socket address that the datagram or connection came from */
    Verdict admit(InetSocketAddress source);

    static Admission everyone() {
        return source -> Verdict.ADMIT;
    }
}
