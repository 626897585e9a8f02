package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.sip.transport.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateExpiryTest {

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T12:00:00Z"));

    private final Clock clock = new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    };

    @Test
    void tellsTheEndOfTheFirstCertificateInTheFile() throws Exception {
        Path file = new TestAuthority("Test authority")
                .issue("x")
                .dns("bridge.example")
                .write(folder, "bridge")
                .certificate();
        X509Certificate own;
        try (var in = Files.newInputStream(file)) {
            own = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }

        assertThat(new CertificateExpiry(file, clock).epochSeconds())
                .isEqualTo(own.getNotAfter().toInstant().getEpochSecond());
    }

    @Test
    void seesANewCertificateAfterAMinute() throws Exception {
        Path file = folder.resolve("bridge.crt");
        CertificateExpiry expiry = new CertificateExpiry(file, clock);
        assertThat(expiry.epochSeconds()).as("no file").isNaN();
        Files.copy(
                new TestAuthority("Test authority")
                        .issue("x")
                        .dns("bridge.example")
                        .write(folder, "new")
                        .certificate(),
                file);

        now.updateAndGet(then -> then.plus(Duration.ofSeconds(59)));
        assertThat(expiry.epochSeconds()).isNaN();
        now.updateAndGet(then -> then.plus(Duration.ofSeconds(1)));

        assertThat(expiry.epochSeconds()).isPositive();
    }
}
