package io.voicebridge.sip.transport;

import io.voicebridge.sip.Destination;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What transactions and dialogs see of the network. Used on one loop only; never blocks. */
public interface Wire {

    /**
     * Sends a message.
     *
     * @param undelivered runs later on the same loop if it is known that the message did not go out (RFC 3261 section
     *     18.4), with one sentence that says why; that it does not run proves nothing
     */
    void send(byte[] message, Hop hop, Consumer<String> undelivered);

    /**
     * Finds where a destination is (RFC 3263). One of the two is told, now or later, on the same loop.
     *
     * @param found the hops to try, best first, at least one
     * @param failed one sentence that says why there is none
     */
    void locate(Destination destination, Consumer<List<Hop>> found, Consumer<String> failed);

    /** A server does not do its work: for this time others are located before it. */
    void avoid(Hop hop, Duration time);

    /** The address, as {@code host:port}, under which the element there reaches us. */
    String advertised(Hop hop);
}
