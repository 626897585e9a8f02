package io.voicebridge.sip.transport;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Issues certificates that live as long as a test. */
public final class TestAuthority {

    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final Instant NOW = Instant.now();

    private final KeyPair keys = newKeys();
    private final X500Name name;
    private final X509Certificate certificate;

    public TestAuthority(String commonName) {
        name = new X500Name("CN=" + commonName);
        certificate = sign(name, keys, keys, name, new GeneralName[0], NOW.plus(Duration.ofDays(1)), true);
    }

    /** A certificate that is still to be written: it has a name in each of these forms. */
    public final class Order {

        private final String commonName;
        private final List<GeneralName> names = new ArrayList<>();
        private Instant end = NOW.plus(Duration.ofDays(1));
        private boolean selfSigned;

        private Order(String commonName) {
            this.commonName = commonName;
        }

        public Order dns(String host) {
            names.add(new GeneralName(GeneralName.dNSName, host));
            return this;
        }

        public Order uri(String uri) {
            names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
            return this;
        }

        public Order address(String address) {
            names.add(new GeneralName(GeneralName.iPAddress, address));
            return this;
        }

        public Order lasting(Duration time) {
            end = NOW.plus(time);
            return this;
        }

        public Order expired() {
            end = NOW.minus(Duration.ofHours(1));
            return this;
        }

        public Order selfSigned() {
            selfSigned = true;
            return this;
        }

        public X509Certificate certificate() {
            return signed(newKeys());
        }

        private X509Certificate signed(KeyPair own) {
            X500Name subject = new X500Name("CN=" + commonName);
            GeneralName[] all = names.toArray(GeneralName[]::new);
            return selfSigned
                    ? sign(subject, own, own, subject, all, end, false)
                    : sign(subject, own, keys, name, all, end, false);
        }

        /** Writes {@code <base>.crt} and {@code <base>.key} in PEM form. */
        public TlsSettings.Identity write(Path folder, String base) throws IOException {
            KeyPair own = newKeys();
            Path certificateFile = folder.resolve(base + ".crt");
            Path keyFile = folder.resolve(base + ".key");
            replace(keyFile, pem("PRIVATE KEY", own.getPrivate().getEncoded()));
            replace(certificateFile, pem("CERTIFICATE", encoded(signed(own))));
            return new TlsSettings.Identity(certificateFile, keyFile);
        }
    }

    /** @param commonName the subject, which no SIP peer may be known by */
    public Order issue(String commonName) {
        return new Order(commonName);
    }

    /** The authority's own certificate as a PEM file. */
    public Path write(Path folder) throws IOException {
        return replace(folder.resolve("authority.crt"), pem("CERTIFICATE", encoded(certificate)));
    }

    /** As a server that trusts this authority and shows this identity. */
    public TlsSettings serving(Path folder, Order order) throws IOException {
        return TlsSettings.of(
                Optional.of(order.write(folder, "server")),
                Optional.of(write(folder)),
                TlsSettings.ClientCertificate.NONE);
    }

    private static Path replace(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, text);
        return Files.move(
                draft,
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String type, byte[] content) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        }
        return text.toString();
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(
            X500Name subject,
            KeyPair own,
            KeyPair signer,
            X500Name issuer,
            GeneralName[] names,
            Instant end,
            boolean authority) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(NOW.minus(Duration.ofDays(2))),
                    Date.from(end),
                    subject,
                    own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (names.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
