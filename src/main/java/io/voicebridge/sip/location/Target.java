package io.voicebridge.sip.location;

import io.netty.util.NetUtil;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.SipUri;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a URI itself says about where it leads to (RFC 3263 section 4). */
record Target(SipUri uri) {

    private static final int PORT = 5060;
    private static final int TLS_PORT = 5061;

    /** @throws NameFailure if it asks for a transport that does not exist, or that is not secure although it is {@code sips} */
    static Target of(SipUri uri) throws NameFailure {
        Target target = new Target(uri);
        Optional<String> wanted = target.parameter();
        boolean known = wanted.isEmpty() || List.of("udp", "tcp", "tls").contains(wanted.get());
        if (!known || target.isSecure() && wanted.filter("udp"::equals).isPresent()) {
            throw new NameFailure(
                    "The transport of " + uri.host() + " cannot be " + wanted.orElse("") + " for " + uri.scheme());
        }
        return target;
    }

    private Optional<String> parameter() {
        return uri.params().get("transport").map(name -> name.toLowerCase(Locale.ROOT));
    }

    /** {@code sips} means TLS on every hop; the transport it runs on is TCP, whether that is said or not. */
    boolean isSecure() {
        return uri.scheme().equals("sips");
    }

    String host() {
        return uri.host();
    }

    Optional<InetAddress> literal() {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(uri.host());
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address has 4 or 16 bytes", e);
        }
    }

    boolean hasPort() {
        return uri.port() > 0;
    }

    /** The transport that the URI asks for, if it does. */
    Optional<Transport> wanted() {
        return isSecure()
                ? Optional.of(Transport.TLS)
                : parameter().map(name -> Transport.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    /** The transport where neither the URI nor the DNS says one (RFC 3263 section 4.1). */
    Transport usual() {
        return wanted().orElse(Transport.UDP);
    }

    int port(Transport transport) {
        return hasPort() ? uri.port() : transport == Transport.TLS ? TLS_PORT : PORT;
    }
}
