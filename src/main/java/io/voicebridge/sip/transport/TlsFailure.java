package io.voicebridge.sip.transport;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLHandshakeException;

/** Says why a handshake failed, so that who runs the bridge knows what to do. */
final class TlsFailure {

    private static final int DEEPEST = 20;

    private TlsFailure() {}

    static String sentence(Throwable failure) {
        Throwable last = failure;
        Throwable cause = failure;
        for (int i = 0; i < DEEPEST && cause != null; i++, cause = cause.getCause()) {
            last = cause;
            if (cause instanceof PeerNames.WrongName) {
                return "its certificate is valid, but " + cause.getMessage();
            }
            if (cause instanceof CertificateExpiredException) {
                return "its certificate has expired";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "its certificate is not valid yet";
            }
            if (cause instanceof CertPathBuilderException) {
                return "its certificate was not issued by an authority that is trusted here";
            }
        }
        String message = last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
        return (last instanceof SSLHandshakeException ? "the TLS handshake failed: " : "") + message;
    }
}
