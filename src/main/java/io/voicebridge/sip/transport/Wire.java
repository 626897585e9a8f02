package io.voicebridge.sip.transport;

import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;

/** What transactions and dialogs see of the network. Used on one loop only; never blocks. */
public interface Wire {

    /**
     * Sends a message.
     *
     * @param undelivered runs later on the same loop if it is known that the message did not go out (RFC 3261 section
     *     18.4); that it does not run proves nothing
     */
    void send(byte[] message, Hop hop, Runnable undelivered);

    /** The address, as {@code host:port}, under which an element at {@code remote} reaches us. */
    String advertised(Transport transport, InetSocketAddress remote);
}
