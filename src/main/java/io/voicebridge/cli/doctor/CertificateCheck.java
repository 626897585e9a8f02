package io.voicebridge.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Whether the certificate for SIP over TLS is one that carriers accept. */
final class CertificateCheck {

    private static final Duration SOON = Duration.ofDays(21);
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final Path file;
    private final String host;
    private final Collection<X509Certificate> authorities;
    private final Clock clock;

    /**
     * @param host the name that carriers call; empty if nobody has said
     * @param authorities whom everybody trusts
     */
    CertificateCheck(Path file, String host, Collection<X509Certificate> authorities, Clock clock) {
        this.authorities = authorities;
        this.file = file;
        this.host = host;
        this.clock = clock;
    }

    Check check() {
        return new Check("The certificate for SIP over TLS is good", this::look);
    }

    private Finding look() throws IOException, CertificateException {
        List<X509Certificate> chain;
        try (var in = Files.newInputStream(file)) {
            chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
        if (chain.isEmpty()) {
            return Finding.red(file + " holds no certificate.");
        }
        X509Certificate own = chain.get(0);
        Instant end = own.getNotAfter().toInstant();
        if (!end.isAfter(clock.instant())) {
            return Finding.red(
                    "It has expired at " + end + ". Put the new one into " + file + "; no restart is needed.");
        }
        if (own.getNotBefore().toInstant().isAfter(clock.instant())) {
            return Finding.red("It holds from " + own.getNotBefore().toInstant() + " on only.");
        }
        if (!host.isEmpty() && !names(own, host)) {
            return Finding.red(
                    "It is not for " + host + ", so that carriers who check it hang up. Have one made with that"
                            + " name among its alternative names.");
        }
        if (end.isBefore(clock.instant().plus(SOON))) {
            return Finding.amber("It expires at " + end + ". Renew it.");
        }
        return isSelfSigned(own)
                ? Finding.amber(
                        "It is signed by itself: Twilio and Telnyx take certificates of public authorities only.")
                : leadsToAnAuthority(chain);
    }

    /** Carriers have the authorities' own certificates; those between have to come with ours (RFC 8446 section 4.4.2). */
    private Finding leadsToAnAuthority(List<X509Certificate> chain) {
        for (int i = 0; i + 1 < chain.size(); i++) {
            X509Certificate next = chain.get(i + 1);
            if (!isSignedBy(chain.get(i), next)) {
                return Finding.red(
                        "Its chain is out of order: " + name(chain.get(i)) + " is not signed by the one below it in "
                                + file + ", " + name(next) + ". Put each below the one that it has signed.");
            }
            if (!next.getNotAfter().toInstant().isAfter(clock.instant())) {
                return Finding.red("Of its chain " + name(next) + " has expired at "
                        + next.getNotAfter().toInstant() + ". Take the chain that the authority hands out now.");
            }
        }
        X509Certificate last = chain.get(chain.size() - 1);
        boolean trusted = authorities.stream().anyMatch(root -> root.equals(last) || isSignedBy(last, root));
        if (trusted) {
            return Finding.GREEN;
        }
        return isSelfSigned(last)
                ? Finding.amber(
                        "Its authority " + name(last) + " is known to nobody else: Twilio and Telnyx take certificates"
                                + " of public authorities only.")
                : Finding.amber(
                        "Its chain ends at " + name(last) + ", whose authority is none that everybody trusts. Put the"
                                + " certificates between it and a public authority below it in " + file
                                + "; Twilio and Telnyx take no others.");
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
        if (!certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** By the alternative names alone (RFC 5922 section 7.1); one star stands for a whole label. */
    private static boolean names(X509Certificate certificate, String host) throws CertificateException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        return alternatives != null
                && alternatives.stream()
                        .filter(name -> (Integer) name.get(0) == DNS_NAME || (Integer) name.get(0) == IP_ADDRESS)
                        .map(name -> ((String) name.get(1)).toLowerCase(Locale.ROOT))
                        .anyMatch(name -> fits(name, host.toLowerCase(Locale.ROOT)));
    }

    private static boolean fits(String name, String host) {
        int dot = host.indexOf('.');
        return name.equals(host)
                || name.startsWith("*.") && dot > 0 && host.substring(dot).equals(name.substring(1));
    }
}
