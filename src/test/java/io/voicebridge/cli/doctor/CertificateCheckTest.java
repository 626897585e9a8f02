package io.voicebridge.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.sip.transport.TestAuthority;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateCheckTest {

    private static final Duration QUARTER = Duration.ofDays(90);

    @TempDir
    private Path folder;

    private final TestAuthority authority = new TestAuthority("Test authority");
    private List<X509Certificate> authorities = List.of();

    @BeforeEach
    void everybodyTrustsTheAuthority() throws Exception {
        authorities = List.of(read(authority.write(folder)));
    }

    private static X509Certificate read(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @Test
    void asksForTheCertificatesBetweenItAndAnAuthority() throws Exception {
        Path file = signed("voice.example.com", QUARTER);
        authorities = List.of();

        assertThat(look(file, "voice.example.com").fix())
                .contains("whose authority is none that everybody trusts", "below it in " + file);
    }

    @Test
    void warnsOfAnAuthorityOfOnesOwn() throws Exception {
        Path file = signed("voice.example.com", QUARTER);
        Files.writeString(file, Files.readString(file) + Files.readString(authority.write(folder)));
        assertThat(look(file, "voice.example.com")).isEqualTo(Finding.GREEN);
        authorities = List.of();

        assertThat(look(file, "voice.example.com").fix()).contains("Test authority is known to nobody else");
    }

    @Test
    void namesAChainThatIsOutOfOrder() throws Exception {
        Path file = signed("voice.example.com", QUARTER);
        Path stranger = new TestAuthority("Another authority").write(Files.createTempDirectory(folder, "other"));
        Files.writeString(file, Files.readString(file) + Files.readString(stranger));

        assertThat(look(file, "voice.example.com").fix()).contains("out of order", "CN=Another authority");
    }

    @Test
    void isGreenForACertificateOfAnAuthorityWithTheNameThatCarriersCall() throws Exception {
        assertThat(look(signed("voice.example.com", QUARTER), "voice.example.com"))
                .isEqualTo(Finding.GREEN);
        assertThat(look(signed("*.example.com", QUARTER), "Voice.example.com")).isEqualTo(Finding.GREEN);
    }

    @Test
    void namesAHostThatTheCertificateIsNotFor() throws Exception {
        Path file = signed("*.example.com", QUARTER);

        assertThat(look(file, "sip.voice.example.com").fix()).contains("not for sip.voice.example.com");
        assertThat(look(file, "example.org").status()).isEqualTo(Finding.Status.RED);
    }

    @Test
    void tellsOfTheEndBeforeItComes() throws Exception {
        assertThat(look(signed("voice.example.com", Duration.ofDays(10)), "").status())
                .isEqualTo(Finding.Status.AMBER);
    }

    @Test
    void isRedForOneThatHasExpired() throws Exception {
        Path file = authority
                .issue("x")
                .dns("voice.example.com")
                .expired()
                .write(folder, "old")
                .certificate();

        assertThat(look(file, "").fix()).contains("has expired", "no restart is needed");
    }

    @Test
    void warnsOfOneThatNoCarrierTrusts() throws Exception {
        Path file = authority
                .issue("x")
                .dns("voice.example.com")
                .lasting(QUARTER)
                .selfSigned()
                .write(folder, "own")
                .certificate();

        assertThat(look(file, "").fix()).contains("signed by itself");
    }

    @Test
    void namesAFileThatHoldsNoCertificate() throws Exception {
        Path file = Files.writeString(folder.resolve("empty.pem"), "nothing");

        assertThat(look(file, "").status()).isEqualTo(Finding.Status.RED);
    }

    private Path signed(String name, Duration time) throws Exception {
        return authority
                .issue("x")
                .dns(name)
                .lasting(time)
                .write(Files.createTempDirectory(folder, "server"), "server")
                .certificate();
    }

    private Finding look(Path file, String host) {
        Check check = new CertificateCheck(file, host, authorities, Clock.systemUTC()).check();
        return Findings.of(List.of(check)).get(check.name());
    }
}
