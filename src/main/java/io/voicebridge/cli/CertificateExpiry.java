package io.voicebridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * When the certificate in a file expires. The file is read again after a minute, so that a new certificate is seen soon and
 * somebody who asks often costs nothing. Thread-safe.
 */
final class CertificateExpiry {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Path file;
    private final Clock clock;
    private Instant readAt = Instant.MIN;
    private double seconds = Double.NaN;

    CertificateExpiry(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Seconds since 1970; not a number if the file holds no certificate at the moment. */
    synchronized double epochSeconds() {
        Instant now = clock.instant();
        if (!now.isBefore(readAt.plus(KEPT))) {
            readAt = now;
            seconds = read();
        }
        return seconds;
    }

    private double read() {
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate first =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return first.getNotAfter().toInstant().getEpochSecond();
        } catch (IOException | CertificateException e) {
            return Double.NaN;
        }
    }
}
