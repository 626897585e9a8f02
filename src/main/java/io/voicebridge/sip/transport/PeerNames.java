package io.voicebridge.sip.transport;

import io.netty.util.NetUtil;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The SIP domains that a certificate stands for (RFC 5922 section 7.1): the hosts of {@code sip:} URIs and the DNS names
 * of its subjectAltName; addresses for a peer that we know by its address alone. The subject's common name counts never.
 *
 * <p>One deviation from RFC 5922 section 7.2, because carriers' certificates need it: a DNS name may begin with
 * {@code *.}, which stands for exactly one label (RFC 9525 section 6.3).
 */
final class PeerNames {

    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;

    private PeerNames() {}

    /** True if the certificate is for that host, or for one that its pattern {@code *.example.com} stands for. */
    static boolean has(String host, X509Certificate certificate) throws CertificateException {
        try {
            require(host, certificate);
            return true;
        } catch (WrongName other) {
            return host.startsWith("*.") && domains(certificate).stream().anyMatch(name -> fits(host, name));
        }
    }

    /** The DNS names and the hosts of SIP URIs, which are domains of SIP that the certificate proves. */
    static List<String> domains(X509Certificate certificate) throws CertificateException {
        List<String> found = new ArrayList<>();
        for (List<?> each : alternatives(certificate)) {
            int kind = (Integer) each.get(0);
            if (each.get(1) instanceof String name) {
                String uri = name.toLowerCase(Locale.ROOT);
                if (kind == DNS) {
                    found.add(plain(name));
                } else if (kind == URI && uri.startsWith("sip:") && uri.indexOf('@') < 0) {
                    found.add(plain(uri.substring(4)));
                }
            }
        }
        return found;
    }

    /** @throws CertificateException naming both sides, if the certificate is not for that host */
    static void require(String host, X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = alternatives(certificate);
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        List<String> found = new ArrayList<>();
        for (List<?> each : names) {
            int kind = (Integer) each.get(0);
            if (each.get(1) instanceof String name) {
                if (address != null
                        ? kind == ADDRESS && isSame(address, name)
                        : kind == DNS && fits(name, host) || kind == URI && isUriOf(name, host)) {
                    return;
                }
                if (kind == DNS || kind == URI || kind == ADDRESS) {
                    found.add(name);
                }
            }
        }
        throw new WrongName(host, found);
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) throws CertificateException {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            throw new CertificateException("its subjectAltName cannot be read", e);
        }
    }

    private static boolean isSame(byte[] address, String name) {
        return Arrays.equals(address, NetUtil.createByteArrayFromIpAddressString(name));
    }

    private static boolean fits(String name, String host) {
        String pattern = plain(name);
        String wanted = plain(host);
        if (!pattern.startsWith("*.")) {
            return pattern.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        String rest = pattern.substring(1);
        // A star for a whole top-level domain is nobody's name.
        return dot > 0 && rest.indexOf('.', 1) > 0 && wanted.substring(dot).equals(rest);
    }

    /** A URI with a user part is a person's, not a domain's (RFC 5922 section 7.1). */
    private static boolean isUriOf(String uri, String host) {
        String text = uri.toLowerCase(Locale.ROOT);
        return text.startsWith("sip:") && plain(text.substring(4)).equals(plain(host));
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** The certificate is valid, but somebody else's. */
    static final class WrongName extends CertificateException {

        private static final long serialVersionUID = 1;
        private static final int MOST_NAMES = 5;

        WrongName(String wanted, List<String> found) {
            super("it is for "
                    + (found.isEmpty()
                            ? "no host at all"
                            : String.join(", ", found.subList(0, Math.min(MOST_NAMES, found.size()))))
                    + " and not for " + wanted);
        }
    }
}
