package io.voicebridge.sip.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What TLS is served and spoken with. The files are read again when they change; new handshakes then use them.
 *
 * @param identity our certificate; without one TLS can be spoken to servers that ask for none, but not be served
 * @param trust PEM file of the authorities that peers' certificates must come from; empty for those of the Java runtime
 * @param handshakeTimeout after which a connection without a finished handshake is closed
 * @param handshakesPerSecond that are begun, over all sources; what comes beyond is closed
 * @param handshakesPerSource a second, of one source address
 */
public record TlsSettings(
        Optional<Identity> identity,
        Optional<Path> trust,
        ClientCertificate clientCertificate,
        Duration handshakeTimeout,
        int handshakesPerSecond,
        int handshakesPerSource) {

    /**
     * @param certificate PEM file: our certificate, then those that lead to the authority
     * @param key PEM file of its private key, PKCS 8 without a pass phrase
     */
    public record Identity(Path certificate, Path key) {}

    /** What is asked of those who connect to us. */
    public enum ClientCertificate {
        NONE,
        /** One that is shown must be valid; none is fine. */
        REQUEST,
        REQUIRE
    }

    public TlsSettings {
        if (handshakesPerSecond < 1 || handshakesPerSource < 1 || handshakeTimeout.isNegative()) {
            throw new IllegalArgumentException("TLS needs limits above 0");
        }
    }

    /** No certificate of our own, the runtime's authorities. */
    public static TlsSettings standard() {
        return of(Optional.empty(), Optional.empty(), ClientCertificate.NONE);
    }

    public static TlsSettings of(Optional<Identity> identity, Optional<Path> trust, ClientCertificate clients) {
        return new TlsSettings(identity, trust, clients, Duration.ofSeconds(5), 200, 20);
    }
}
