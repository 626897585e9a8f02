package io.voicebridge.sip;

import java.net.InetSocketAddress;

/**
 * Where a user agent can be reached.
 *
 * @param name of the listener
 * @param address that was bound: the port chosen, where 0 was asked for
 * @param open false once a socket of it has closed, whatever closed it
 */
public record ListenerState(String name, Transport transport, InetSocketAddress address, boolean open) {}
