package io.voicebridge.sip.transport;

import io.netty.util.NetUtil;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who a TLS server must prove to be: one of these. Where we know it by the name that was called, that name and nothing else
 * (RFC 5922 section 4). Where all that we have is the address in a caller's Contact or route, the certificate may be for that
 * address, for a name that the caller's own certificate has proved in this call, or for a name that an operator has written down
 * for the carrier: carriers' certificates hold names, and their routes addresses.
 */
record PeerIdentity(List<String> names) {

    private static final char BETWEEN = ',';

    PeerIdentity {
        names = List.copyOf(names);
    }

    /**
     * @param hosts names of the carrier that has this address
     */
    static PeerIdentity of(Hop hop, List<String> hosts) {
        if (!hop.host().isEmpty()) {
            return new PeerIdentity(List.of(hop.host()));
        }
        List<String> proved = hop.connection().map(Connection::names).orElse(List.of());
        String address = NetUtil.toAddressString(hop.remote().getAddress());
        return new PeerIdentity(Stream.of(proved.stream(), hosts.stream(), Stream.of(address))
                .flatMap(each -> each)
                .distinct()
                .toList());
    }

    /** As an engine of TLS keeps it for {@link PeerTrust}, in the place of its peer's host. */
    String text() {
        return String.join(String.valueOf(BETWEEN), names);
    }

    static PeerIdentity parse(String text) {
        return new PeerIdentity(List.of(text.split(String.valueOf(BETWEEN))));
    }

    /** The name to ask for in the handshake (SNI): the first that is the name of one host. */
    Optional<String> serverName() {
        return names.stream()
                .filter(name -> !name.startsWith("*") && NetUtil.createByteArrayFromIpAddressString(name) == null)
                .findFirst();
    }

    /** @throws CertificateException naming both sides, if the certificate is for none of the names */
    void require(X509Certificate certificate) throws CertificateException {
        for (String name : names) {
            if (PeerNames.has(name, certificate)) {
                return;
            }
        }
        PeerNames.require(String.join(" or ", names), certificate);
    }
}
