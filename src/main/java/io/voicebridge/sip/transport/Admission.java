package io.voicebridge.sip.transport;

import io.voicebridge.sip.message.SipRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Decides who is let in: on a source before a byte of its message is looked at, and on a request that would begin
 * something before anything is remembered for it. Called on every loop at once: an implementation is thread-safe and does
 * not block.
 */
@FunctionalInterface
public interface Admission {

    enum Verdict {
        /** Somebody who is expected. */
        ADMIT,
        /** Nobody who is known, but who may prove to be somebody: let in through a narrower door. */
        ADMIT_STRANGER,
        /** A request is answered 503 without any state: the source sends more than it may. */
        REFUSE,
        /** A request is answered 403 without any state. */
        FORBID,
        /** Nothing is sent back. */
        IGNORE
    }

    /** @param source the socket address that the datagram or connection came from */
    Verdict admit(InetSocketAddress source);

    /**
     * Judges a request outside a dialog that is no repetition.
     *
     * @param source where it came from, never what a header claims
     */
    default Screening screen(SipRequest request, InetSocketAddress source) {
        return new Screening.Pass("");
    }

    /** Whether a request in a dialog with one address may come from the other: carriers change their edges in a call. */
    default boolean isOneParty(InetAddress one, InetAddress other) {
        return false;
    }

    /** Names that the certificate of whoever is at this address may be for, as an operator has written them down. */
    default List<String> hostsOf(InetAddress address) {
        return List.of();
    }

    static Admission everyone() {
        return source -> Verdict.ADMIT;
    }
}
