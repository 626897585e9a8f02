package io.voicebridge.sip.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the PEM files of TLS. Every error says which file it is about, and nothing of what stands in it. */
final class TlsFiles {

    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    private static final long LARGEST_FILE = 1 << 20;
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    record KeyPair(PrivateKey key, X509Certificate[] chain) {}

    /** Differs when a file was changed, replaced, or is another one behind the same link. */
    record Stamp(List<String> files) {}

    private final TlsSettings settings;

    TlsFiles(TlsSettings settings) {
        this.settings = settings;
    }

    Stamp stamp() {
        return new Stamp(Stream.concat(
                        settings.identity().stream().flatMap(i -> Stream.of(i.certificate(), i.key())),
                        settings.trust().stream())
                .map(TlsFiles::stamp)
                .toList());
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file) + " " + file.toRealPath();
        } catch (IOException e) {
            return "missing";
        }
    }

    Optional<KeyPair> identity() throws IOException {
        if (settings.identity().isEmpty()) {
            return Optional.empty();
        }
        TlsSettings.Identity files = settings.identity().get();
        List<X509Certificate> chain = certificates(files.certificate());
        PrivateKey key = key(files.key(), chain.get(0).getPublicKey());
        Date end = chain.get(0).getNotAfter();
        if (end.before(new Date())) {
            LOG.warn("The certificate in {} has expired on {}: peers will refuse it", files.certificate(), end);
        }
        return Optional.of(new KeyPair(key, chain.toArray(X509Certificate[]::new)));
    }

    /** Empty for those of the Java runtime. */
    List<X509Certificate> authorities() throws IOException {
        return settings.trust().isPresent() ? certificates(settings.trust().get()) : List.of();
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            factory.generateCertificates(new ByteArrayInputStream(read(file)))
                    .forEach(certificate -> found.add((X509Certificate) certificate));
        } catch (CertificateException e) {
            throw new IOException(file + " holds no certificates in PEM form", e);
        }
        if (found.isEmpty()) {
            throw new IOException(file + " holds no certificate");
        }
        return found;
    }

    private static PrivateKey key(Path file, PublicKey certified) throws IOException {
        String text = new String(read(file), StandardCharsets.US_ASCII);
        int begin = text.indexOf(KEY_BEGIN);
        int end = text.indexOf(KEY_END);
        if (begin < 0 || end < begin) {
            throw new IOException(
                    file + " holds no private key in PKCS 8 form: convert it with openssl pkcs8 -topk8 -nocrypt");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGIN.length(), end));
            PrivateKey key =
                    KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            if (belongTogether(key, certified)) {
                return key;
            }
        } catch (InvalidKeySpecException e) {
            throw new IOException(file + " does not hold the key of the certificate: it is of another kind", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " cannot be read as a private key", e);
        }
        throw new IOException(file + " does not hold the key of the certificate");
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm =
                switch (certified.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> certified.getAlgorithm();
                };
        byte[] sample = {1, 2, 3};
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(sample);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(certified);
        verifier.update(sample);
        return verifier.verify(signature);
    }

    private static byte[] read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + " does not exist or cannot be read");
        }
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException(file + " is too large for a PEM file");
        }
        return Files.readAllBytes(file);
    }
}
