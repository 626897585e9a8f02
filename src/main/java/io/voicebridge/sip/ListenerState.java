package io.voicebridge.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a user agent can be reached.
 *
 * @param name of the listener
 * @param address that was bound: the port chosen, where 0 was asked for
 * @param open false once a socket of it has closed, whatever closed it
 * @param heard the last that was let in from other machines; of another network, once there was such a one
 */
public record ListenerState(
        String name, Transport transport, InetSocketAddress address, boolean open, Optional<InetAddress> heard) {}
