package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.util.NetUtil;
import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.auth.DigestServer;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.Admission.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Duty("Access list")
class PoliciesTest {

    @TempDir
    Path config;

    private Path file;
    private int edits;

    @BeforeEach
    void carrier() throws IOException {
        file = config.resolve("sip-policies.yaml");
        Files.createDirectory(config.resolve("carriers"));
        Files.writeString(
                config.resolve("carriers/acme.yaml"), "source: x\nas_of: 2026-01\nsignalling: [192.0.2.0/28]\n");
    }

    private void write(String yaml) throws IOException {
        Files.writeString(file, yaml);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * ++edits));
    }

    private Policies read() {
        return new Policies(
                Optional.of(file), Optional.empty(), "test", Duration.ofMinutes(1), DigestServer.SHA_256_THEN_MD5);
    }

    private static InetSocketAddress from(String address) throws IOException {
        return new InetSocketAddress(
                InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(address)), 5060);
    }

    @Test
    void takesCarriersBlocksAndWords() throws IOException {
        write("policies: {p: {allow: [acme, loopback, 198.51.100.7, '2001:db8::/32'], unknown: refuse}}");
        Admission policy = read().named("p");

        for (String known : new String[] {"192.0.2.15", "127.0.0.9", "198.51.100.7", "2001:db8::9"}) {
            assertThat(policy.admit(from(known))).as(known).isEqualTo(Verdict.ADMIT);
        }
        for (String unknown : new String[] {"192.0.2.16", "10.0.0.1", "198.51.100.8", "2001:db9::1"}) {
            assertThat(policy.admit(from(unknown))).as(unknown).isEqualTo(Verdict.FORBID);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "policies: {p: {allow: [192.0.2.0/33]}} | The mask of '192.0.2.0/33'",
                "policies: {p: {allow: [192.0.2.7/24]}} | beyond its mask",
                "policies: {p: {allow: [0.0.0.0/0]}} | write anyone",
                "policies: {p: {allow: [nobody-we-know]}} | there is no file",
                "policies: {p: {allow: ['../../etc/passwd']}} | no IP address",
                "policies: {p: {allow: loopback}} | not a list; write [loopback]",
                "policies: {p: {unknown: drop}} | allow is missing",
                "policies: {p: {allow: [], unknown: ignore}} | not one of digest, drop, refuse",
                "policies: {p: {allow: [], digest: yes}} | not one of none, required",
                "policies: {p: {alow: [], allow: []}} | 'alow'",
                "policies: {} | there is no policy",
                "polices: {p: {allow: []}} | 'polices'",
                "policies: {p: {allow: []}, p: {allow: [anyone]}} | Duplicate",
                "policies: [ | cannot be read",
            })
    void refusesAFileThatDoesNotMakeSense(String yaml, String complaint) throws IOException {
        write(yaml);

        assertThatIllegalArgumentException().isThrownBy(this::read).withMessageContaining(complaint);
    }

    @Test
    void refusesACarrierFileWithAWrongMask() throws IOException {
        Files.writeString(config.resolve("carriers/acme.yaml"), "signalling: [192.0.2.0/24/8]\n");
        write("policies: {p: {allow: [acme]}}");

        assertThatIllegalArgumentException().isThrownBy(this::read).withMessageContaining("acme.yaml");
    }

    @Test
    void readsTheNamesOfACarriersCertificates() throws IOException {
        Files.writeString(
                config.resolve("carriers/acme.yaml"),
                "signalling: [192.0.2.0/28]\nhosts: [sip.acme.example, '*.edge.acme.example']\n");
        write("policies: {p: {allow: [acme]}}");

        assertThat(read().named("p").hostsOf(from("192.0.2.1").getAddress()))
                .containsExactly("sip.acme.example", "*.edge.acme.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'*'",
                "'*.'",
                "acme",
                "'sip acme.example'",
                "'a.example,b.example'",
                "192.0.2.1",
                "acme.example."
            })
    void refusesANameThatNoCertificateIsFor(String name) throws IOException {
        Files.writeString(config.resolve("carriers/acme.yaml"), "signalling: [192.0.2.0/28]\nhosts: [" + name + "]\n");
        write("policies: {p: {allow: [acme]}}");

        assertThatIllegalArgumentException().isThrownBy(this::read).withMessageContaining("acme.yaml");
    }

    @Test
    void namesThePoliciesThatThereAre() throws IOException {
        write("policies: {carriers: {allow: []}, staff: {allow: []}}");
        Policies policies = read();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> policies.named("default"))
                .withMessageContaining("carriers, staff");
    }

    @Test
    void takesAnEditWithoutARestart() throws IOException {
        write("policies: {p: {allow: [loopback]}}");
        Policies policies = read();
        Admission policy = policies.named("p");
        write("policies: {p: {allow: [192.0.2.1]}}");
        policies.reloadIfChanged();

        assertThat(policy.admit(from("192.0.2.1"))).isEqualTo(Verdict.ADMIT);
        assertThat(policy.admit(from("127.0.0.1"))).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void takesAnEditOfACarriersAddresses() throws IOException {
        write("policies: {p: {allow: [acme]}}");
        Policies policies = read();
        Admission policy = policies.named("p");
        Files.writeString(config.resolve("carriers/acme.yaml"), "signalling: [203.0.113.0/24]\n");
        policies.reloadIfChanged();

        assertThat(policy.admit(from("203.0.113.5"))).isEqualTo(Verdict.ADMIT);
    }

    @Test
    void staysAsItWasWhenAnEditHasAFault() throws IOException {
        write("policies: {p: {allow: [loopback]}}");
        Policies policies = read();
        Admission policy = policies.named("p");
        write("policies: {p: {allow: [loopback, 1.2.3.4/99]}}");
        policies.reloadIfChanged();

        assertThat(policy.admit(from("127.0.0.1"))).isEqualTo(Verdict.ADMIT);
    }

    @Test
    void letsNobodyInWhenThePolicyHasVanished() throws IOException {
        write("policies: {p: {allow: [loopback]}}");
        Policies policies = read();
        Admission policy = policies.named("p");
        write("policies: {q: {allow: [loopback]}}");
        policies.reloadIfChanged();

        assertThat(policy.admit(from("127.0.0.1"))).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void keepsTheInternetOutWithoutAFile() throws IOException {
        Policies none = new Policies(
                Optional.empty(), Optional.empty(), "test", Duration.ofMinutes(1), DigestServer.SHA_256_THEN_MD5);
        Admission policy = none.named(Policies.DEFAULT);

        assertThat(policy.admit(from("127.0.0.1"))).isEqualTo(Verdict.ADMIT);
        assertThat(policy.admit(from("192.168.1.20"))).isEqualTo(Verdict.ADMIT);
        assertThat(policy.admit(from("203.0.113.5"))).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void understandsTheFilesThatAreShipped() throws IOException {
        Policies shipped = new Policies(
                Optional.of(Path.of("config/sip-policies.yaml")),
                Optional.empty(),
                "test",
                Duration.ofMinutes(1),
                DigestServer.SHA_256_THEN_MD5);

        assertThat(shipped.named("default").admit(from("192.168.1.20"))).isEqualTo(Verdict.ADMIT);
        Admission carriers = shipped.named("carriers");
        assertThat(carriers.admit(from("54.172.60.2"))).as("Twilio").isEqualTo(Verdict.ADMIT);
        assertThat(carriers.admit(from("192.76.120.10"))).as("Telnyx").isEqualTo(Verdict.ADMIT);
        assertThat(carriers.admit(from("127.0.0.1"))).isEqualTo(Verdict.IGNORE);
        assertThat(shipped.named("staff").admit(from("203.0.113.5"))).isEqualTo(Verdict.ADMIT_STRANGER);
    }
}
