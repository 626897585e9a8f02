package io.voicebridge.sip;

import java.net.InetSocketAddress;

/** Where a request is sent. */
public sealed interface Destination {

    /**
     * An address outright, such as an outbound proxy or a trunk's: nothing is looked up.
     *
     * @param host the name that a TLS peer must prove, empty to take the address for it
     */
    record Address(Transport transport, InetSocketAddress address, String host) implements Destination {}

    /**
     * A SIP URI whose server is found by RFC 3263: NAPTR, SRV and addresses, in their order, with the next one tried
     * when one fails.
     */
    record Uri(String uri) implements Destination {}

    static Destination of(Transport transport, InetSocketAddress address) {
        return new Address(transport, address, address.isUnresolved() ? address.getHostString() : "");
    }

    static Destination of(String uri) {
        return new Uri(uri);
    }
}
