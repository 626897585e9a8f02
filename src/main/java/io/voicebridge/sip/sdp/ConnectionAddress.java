package io.voicebridge.sip.sdp;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A {@code c=} line (RFC 4566 section 5.7).
 *
 * @param host as it was written
 * @param address empty if the host is a name: names are not looked up
 */
public record ConnectionAddress(String host, Optional<InetAddress> address) {}
