package io.voicebridge.sip.location;

import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;

/** One server that a URI leads to, and how to speak to it. */
public record Server(Transport transport, InetSocketAddress address) {}
