package io.voicebridge.sip.transport;

import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One address that SIP is taken at, and who may send there.
 *
 * @param name for logs, routes and policies; listeners of several transports may share one
 * @param address to bind; port 0 takes a free one
 * @param advertised {@code host:port} for Via and Contact, where it is not the bound address (behind NAT)
 * @param admission asked about each source before anything is read
 */
public record Listener(
        String name,
        Transport transport,
        InetSocketAddress address,
        Optional<String> advertised,
        Admission admission) {}
